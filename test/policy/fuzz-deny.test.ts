import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/policy/index.ts";
import { outcomeOf, runs } from "../policy-differential/run-world.ts";
import { evaluate } from "../spec/evaluate.ts";
import type { JsonPolicy, JsonStatement } from "../spec/policy-json.ts";
import { buildDenyForAll, buildIdentityStatement } from "../support/arbitrary-statement.ts";
import { buildWorld, type JsonWorld } from "../support/arbitrary-world.ts";
import { type Choices, pick, seededChoices } from "../support/choices.ts";

type Json = Readonly<Record<string, unknown>>;

function without(statement: Json, ...names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(statement).filter(([name]) => !names.includes(name)));
}

/** What makes a statement mean something else to a reader that overlooks it. */
const SPOILS: Readonly<Record<string, (statement: Json) => Json>> = {
  "an effect in other letters": (deny) => ({ ...deny, Effect: "deny" }),
  "an effect that is none": (deny) => ({ ...deny, Effect: "Denied" }),
  "no effect": (deny) => without(deny, "Effect"),
  "an effect twice in a list": (deny) => ({ ...deny, Effect: ["Deny", "Deny"] }),
  "an action in a misspelt element": (deny) => ({
    ...without(deny, "Action", "NotAction"),
    Actions: "s3:*",
  }),
  "no action": (deny) => without(deny, "Action", "NotAction"),
  "both kinds of action": (deny) => ({ ...deny, Action: "s3:*", NotAction: "s3:GetObject" }),
  "both kinds of resource": (deny) => ({ ...deny, Resource: "*", NotResource: "*" }),
  "an action that is no text": (deny) => ({ ...deny, Action: 1, NotAction: undefined }),
  "an empty list of actions": (deny) => ({ ...deny, Action: [], NotAction: undefined }),
  "a list with a list in it": (deny) => ({ ...deny, Resource: [["*"]], NotResource: undefined }),
  "a resource of null": (deny) => ({ ...deny, Resource: null, NotResource: undefined }),
  "a principal where none stands": (deny) => ({ ...deny, Principal: { AWS: "*" } }),
  "an element that AWS does not have": (deny) => ({ ...deny, Unless: { Bool: {} } }),
  "a condition that is a list": (deny) => ({ ...deny, Condition: [] }),
  "an operator that AWS does not have": (deny) => ({
    ...deny,
    Condition: { StringMatches: { "aws:username": "a" } },
  }),
  "an operator with an unknown quantifier": (deny) => ({
    ...deny,
    Condition: { "ForSomeValues:StringEquals": { "aws:TagKeys": "a" } },
  }),
  "a condition value that is an object": (deny) => ({
    ...deny,
    Condition: { StringEquals: { "aws:username": {} } },
  }),
  "a number that loses digits": (deny) => ({
    ...deny,
    Condition: { NumericEquals: { "s3:max-keys": 1e21 } },
  }),
  "an address that is none": (deny) => ({
    ...deny,
    Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } },
  }),
};

function denyIn(choices: Choices, { request }: JsonWorld): JsonStatement {
  return { ...buildIdentityStatement(choices, request), Effect: "Deny" };
}

describe("a Deny that cannot be understood is a problem, and is not left out", () => {
  it.each(Object.entries(SPOILS))("%s", (_name, spoil) => {
    for (let seed = 1; seed <= 200; seed++) {
      const choices = seededChoices(seed);
      const world = buildWorld(choices);
      const deny = spoil({ ...denyIn(choices, world) });
      const text = JSON.stringify({ Version: "2012-10-17", Statement: [ALLOW, deny] });
      expect(`${seed} ${parsePolicy(text, "identity").ok}`).toBe(`${seed} false`);
    }
  });
});

const ALLOW: JsonStatement = { Effect: "Allow", Action: "*", Resource: "*" };

/** The text with a stretch of it changed: left out, doubled, or a character put in its place. */
function changedText(choices: Choices, text: string): string {
  const at = choices.below(text.length);
  const length = 1 + choices.below(8);
  const kept = text.slice(0, at);
  switch (choices.below(4)) {
    case 0:
      return kept + text.slice(at + length);
    case 1:
      return kept + text.slice(at, at + length) + text.slice(at);
    case 2:
      return kept + pick(choices, Array.from('"{}[]:,*?$ aZ0_\\')) + text.slice(at + 1);
    default:
      return kept + text.slice(choices.below(text.length));
  }
}

describe("a policy that is read after its text was changed", () => {
  const tally = { refused: 0, denies: 0, other: 0 };

  /** The engine's answer is that of the evaluator that reads the changed JSON as it stands. */
  function compare(seed: number): string {
    const choices = seededChoices(seed);
    const world = buildWorld(choices);
    const statement = { ...buildDenyForAll(choices, world.request), Principal: undefined };
    const policy = { Version: "2012-10-17", Statement: [statement, ALLOW] };
    const text = changedText(choices, JSON.stringify(policy));
    if (!parsePolicy(text, "identity").ok) {
      tally.refused++;
      return "";
    }
    const changed: JsonWorld = { ...world, identity: [JSON.parse(text) as JsonPolicy] };
    const verdict = evaluate(changed.request, changed);
    if (verdict === "explicitDeny") tally.denies++;
    else tally.other++;
    return outcomeOf(changed) === verdict ? "" : `seed ${seed}: ${text}`;
  }

  it("means what its JSON says, or is refused", () => {
    const { numRuns } = runs(0.5);
    const seeds = Array.from({ length: numRuns }, (_, i) => i + 1);
    expect(
      seeds
        .map(compare)
        .filter((complaint) => complaint !== "")
        .slice(0, 3),
    ).toEqual([]);
    expect(tally.refused).toBeGreaterThan(numRuns * 0.3);
    expect(tally.denies).toBeGreaterThan(numRuns * 0.02);
    expect(tally.other).toBeGreaterThan(numRuns * 0.05);
  });
});
