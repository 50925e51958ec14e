import type { Tri } from "../decision.ts";
import type { RequestContext } from "../request.ts";
import { coversPrefix, matchesGlob } from "./glob.ts";
import { type ArnFields, splitArn } from "./split-arn.ts";
import { matchText } from "./match-text.ts";
import { compilePattern, resolvePattern, type TextPattern } from "./text-pattern.ts";

/** The resource of a request, split once. */
export interface RequestResource {
  readonly text: string;
  readonly fields: ArnFields | undefined;
  /** The resource stands for every ARN that starts with it. */
  readonly anyKeyUnder: boolean;
}

/** One entry of `Resource`, made ready; a lone `*` matches everything. */
export type ResourcePattern = "*" | { readonly fields: readonly TextPattern[] } | "nothing";

/** Variables stand in the last field only (IAM User Guide, Policy variables). */
export function compileResource(text: string, variables: boolean): ResourcePattern {
  if (text === "*") return "*";
  const fields = splitArn(text);
  if (fields === undefined) return "nothing";
  return {
    fields: fields.map((field, i) =>
      compilePattern(field, { variables: variables && i === 5, wildcards: true, folded: false }),
    ),
  };
}

/** Field by field: a wildcard spans no colon before the last field (IAM User Guide, Resource). */
export function matchResource(
  pattern: ResourcePattern,
  resource: RequestResource,
  context: RequestContext,
): Tri {
  if (pattern === "*") return "yes";
  if (pattern === "nothing" || resource.fields === undefined) return "no";
  for (let i = 0; i < 5; i++) {
    const field = pattern.fields[i];
    if (field?.kind !== "fixed" || !matchesGlob(field.glob, resource.fields[i] ?? "")) return "no";
  }
  const last = pattern.fields[5];
  if (last === undefined) return "no";
  const glob = resolvePattern(last, context);
  if (!resource.anyKeyUnder || typeof glob === "string") return matchText(glob, resource.fields[5]);
  return coversPrefix(glob, resource.fields[5]);
}
