import { literalHead } from "../match/glob.ts";
import type { ResourcePattern } from "../match/resource-pattern.ts";
import type { TextPattern } from "../match/text-pattern.ts";
import type { Rule } from "./rule.ts";

/** Where in a tree of ARNs a pattern belongs: only ARNs that begin with `head` can match. */
export interface ResourcePlace {
  readonly head: string;
  readonly part: "whole" | "under";
  /** What the place leaves open. */
  readonly resource: Rule["resource"];
}

/** Every ARN, with nothing left to look at. */
export const anywhere: ResourcePlace = { head: "", part: "under", resource: "settled" };

/** The place of a pattern, or undefined when no ARN can match it. */
export function placeOfPattern(pattern: ResourcePattern): ResourcePlace | undefined {
  if (pattern === "nothing") return undefined;
  if (pattern === "*") return anywhere;
  let head = "";
  for (const field of pattern.fields.slice(0, 5)) {
    if (field.kind !== "fixed" || field.glob.kind !== "exact") {
      return { head: head + headOf(field), part: "under", resource: "statement" };
    }
    head += `${field.glob.text}:`;
  }
  const last = pattern.fields[5];
  return last === undefined ? undefined : placeOfTail(head, last);
}

function placeOfTail(arnHead: string, last: TextPattern): ResourcePlace {
  // What comes before a variable does not place it: where its value is unknown, so is what it matches.
  if (last.kind === "variable") return { head: arnHead, part: "under", resource: "statement" };
  const head = arnHead + headOf(last);
  const { glob } = last;
  switch (glob.kind) {
    case "everything":
    case "prefix":
      return { head, part: "under", resource: "settled" };
    case "exact":
      return { head, part: "whole", resource: "settled" };
    case "tokens":
      return { head, part: "under", resource: { tokens: glob.tokens, from: arnHead.length } };
  }
}

function headOf(pattern: TextPattern): string {
  if (pattern.kind === "fixed") return literalHead(pattern.glob);
  const [first] = pattern.pieces;
  return first !== undefined && "text" in first ? first.text : "";
}
