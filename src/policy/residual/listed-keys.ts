import { compileResource, matchResource, type RequestResource } from "../match/resource-pattern.ts";
import { splitArn } from "../match/split-arn.ts";
import { piecesOf, resolvePieces } from "../match/text-pattern.ts";
import type { Located, Statement } from "../policy-document.ts";
import type { RequestContext } from "../request.ts";
import { afterPrefix, type KeyPattern, keyPattern } from "./key-pattern.ts";

/** The keys under a prefix that a statement's `Resource` or `NotResource` lists. */
export interface ListedKeys {
  readonly everyKey: boolean;
  /** What follows the prefix in the others. */
  readonly patterns: readonly KeyPattern[];
  /** Resources with a variable that nobody knows: they may list any key. */
  readonly doubtful: readonly Located<string>[];
}

interface Reading {
  readonly resource: RequestResource;
  readonly context: RequestContext;
  readonly variables: boolean;
}

/** Reads which keys a statement lists. */
export function listedKeys(statement: Statement, reading: Reading): ListedKeys {
  const patterns: KeyPattern[] = [];
  const doubtful: Located<string>[] = [];
  for (const entry of statement.resource?.entries ?? []) {
    const listed = readEntry(entry.value, reading);
    if (listed === "everyKey") return { everyKey: true, patterns, doubtful };
    if (listed === "inDoubt") doubtful.push(entry);
    else patterns.push(...listed);
  }
  return { everyKey: false, patterns, doubtful };
}

function readEntry(
  text: string,
  { resource, context, variables }: Reading,
): readonly KeyPattern[] | "everyKey" | "inDoubt" {
  switch (matchResource(compileResource(text, variables), resource, context)) {
    case "yes":
      return "everyKey";
    case "no":
      return [];
    case "unknown": {
      const field = splitArn(text)?.[5] ?? "";
      const pieces = piecesOf(field, { variables, wildcards: true, folded: false });
      const resolved = resolvePieces(pieces, context);
      if (typeof resolved === "string") return "inDoubt";
      return afterPrefix(keyPattern(resolved), resource.fields?.[5] ?? "");
    }
  }
}
