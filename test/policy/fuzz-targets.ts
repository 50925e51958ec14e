import { readDenials } from "../../src/access/index.ts";
import {
  type AuthorizationRequest,
  decide,
  lintPolicy,
  parsePolicy,
  parseWorld,
  POLICY_USES,
} from "../../src/policy/index.ts";
import { compileArn, matchArn } from "../../src/policy/match/arn-pattern.ts";
import { coversPrefix, matchesGlob } from "../../src/policy/match/glob.ts";
import { splitArn } from "../../src/policy/match/split-arn.ts";
import { compilePattern } from "../../src/policy/match/text-pattern.ts";
import { callers } from "../support/callers.ts";
import { type Choices, isHit, listOf, pick } from "../support/choices.ts";
import { anyBytes, anyPieces, changedValue, type FuzzStock, nearText } from "./fuzz-inputs.ts";

/** Takes one input made from choices, and throws when it is not treated as it should be. */
type Target = (choices: Choices, stock: FuzzStock) => void;

const KINDS = ["identity", "resource", "trust"] as const;

function policyText(choices: Choices, { policies }: FuzzStock): string {
  switch (choices.below(8)) {
    case 0:
      return anyBytes(choices);
    case 1:
      return anyPieces(choices);
    default:
      return nearText(choices, policies);
  }
}

const REQUEST: AuthorizationRequest = {
  caller: callers.bob,
  action: "s3:GetObject",
  resource: "arn:aws:s3:::data-a/k",
  resourceAccount: "111111111111",
  context: new Map([["aws:username", ["bob"]]]),
};

/** A policy that is read must also be decided by; one that is not has problems, all within the text. */
function readAndDecide(choices: Choices, stock: FuzzStock): void {
  const text = policyText(choices, stock);
  const kind = pick(choices, KINDS);
  const parsed = parsePolicy(text, kind);
  if (!parsed.ok) {
    const lines = text.split("\n");
    for (const { line, column } of parsed.problems) {
      if (column < 1 || column > (lines[line - 1] ?? "").length + 1) {
        throw new Error(`a problem is outside of the text: ${line}:${column}`);
      }
    }
    return;
  }
  JSON.parse(text);
  const attached = { document: parsed.value, name: "fuzzed", attachedTo: "nothing" };
  const layers =
    kind === "identity"
      ? { identity: [attached], resource: [] }
      : { identity: [], resource: [attached] };
  decide(REQUEST, layers);
}

function lint(choices: Choices, stock: FuzzStock): void {
  const text = policyText(choices, stock);
  for (const { span } of lintPolicy(text, { as: pick(choices, POLICY_USES) })) {
    if (span.offset < 0 || span.offset + span.length > text.length) {
      throw new Error(`a finding is outside of the text: ${span.offset}+${span.length}`);
    }
  }
}

const PATTERN_PIECES = ["*", "?", "a", "b", ":", "/", "${*}", "${", "}", "😀", "\ud800", "arn:"];

function patternText(choices: Choices): string {
  if (isHit(choices, 1, 4)) return anyBytes(choices);
  return listOf(choices, [0, 24], (from) => pick(from, PATTERN_PIECES)).join("");
}

function match(choices: Choices): void {
  const [pattern, text] = [patternText(choices), patternText(choices)];
  const variables = isHit(choices, 1, 2);
  const compiled = compilePattern(pattern, { variables, wildcards: true, folded: false });
  if (compiled.kind === "fixed") {
    const isMatch = matchesGlob(compiled.glob, text);
    const coverage = coversPrefix(compiled.glob, text);
    if (isMatch && coverage === "no") throw new Error("a text matches that its prefix rules out");
    if (!isMatch && coverage === "yes")
      throw new Error("a prefix is covered, but not its own text");
  }
  const fields = splitArn(text);
  if (fields !== undefined && fields.join(":") !== text) throw new Error("an ARN lost a part");
  matchArn(compileArn(pattern, variables), text, new Map());
}

function readWorld(choices: Choices, { worlds }: FuzzStock): void {
  const value: unknown = JSON.parse(pick(choices, worlds));
  const parsed = parseWorld(changedValue(choices, value));
  if (!parsed.ok && parsed.problems.length === 0) throw new Error("refused without a problem");
}

function readMessages(choices: Choices, { denials }: FuzzStock): void {
  readDenials(isHit(choices, 1, 5) ? anyBytes(choices) : nearText(choices, denials));
}

/** What is fuzzed, by name; policies most. */
export const FUZZ_TARGETS: readonly (readonly [name: string, target: Target])[] = [
  ["parsePolicy", readAndDecide],
  ["parsePolicy", readAndDecide],
  ["parsePolicy", readAndDecide],
  ["patterns", match],
  ["lintPolicy", lint],
  ["parseWorld", readWorld],
  ["readDenials", readMessages],
];
