import { describe, expect, it } from "vitest";
import { callerContext } from "../../src/policy/index.ts";
import type { PolicyRow, PolicyWant } from "../policy/policy-row.ts";
import { evaluate } from "../spec/evaluate.ts";
import type { JsonPolicy, JsonStatement, KnownRequest } from "../spec/policy-json.ts";
import { callers } from "../support/callers.ts";
import { loadCorpus } from "../support/corpus.ts";

/** The row's request, or undefined when it leaves something unknown. */
function knownRequest(row: PolicyRow): KnownRequest | undefined {
  if (row.anyKeyUnder === true || row.resourceAccount === "unknown") return undefined;
  const caller = callers[row.caller];
  const { organization: sides } = row;
  const [ours, theirs] =
    typeof sides === "string" ? [sides, sides] : [sides?.caller, sides?.resource];
  const written = Object.entries(row.context ?? {}).map(
    ([key, v]) => [key.toLowerCase(), v] as const,
  );
  const entries = new Map([
    ...callerContext(caller, ours),
    ...(theirs === undefined ? [] : [["aws:resourceorgid", [theirs]] as const]),
    ...written,
  ]);
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of entries) {
    if (value === "unknown") return undefined;
    if (value !== null) context.set(key, value);
  }
  const { action, resource, resourceAccount } = row;
  return { caller, action, resource, resourceAccount, context };
}

function asJson(policy: readonly object[] | { readonly document: object }): JsonPolicy {
  return "document" in policy
    ? (policy.document as JsonPolicy)
    : { Version: "2012-10-17", Statement: policy as readonly JsonStatement[] };
}

// Trust policies combine otherwise, and what is unknown has no verdict here.
const rows = loadCorpus<PolicyRow, PolicyWant>("policy").flatMap(([name, { given, want }]) => {
  const request = knownRequest(given);
  const { identity = [], bucketPolicy, trustPolicy } = given;
  const isKnown = identity !== "unreadable" && bucketPolicy !== "unreadable";
  if (request === undefined || !isKnown || trustPolicy !== undefined) return [];
  const resource = bucketPolicy === undefined ? [] : [asJson(bucketPolicy)];
  const layers = { identity: identity.map(asJson), resource };
  return [[name, { request, layers, outcome: want.outcome }] as const];
});

describe("the evaluator written from AWS's text", () => {
  it.each(rows)("decides as the row says: %s", (_name, { request, layers, outcome }) => {
    expect(evaluate(request, layers)).toBe(outcome);
  });

  it("has most rows to decide", () => {
    expect(rows.length).toBeGreaterThan(200);
  });
});
