import { describe, expect, it } from "vitest";
import { callerContext } from "../../src/policy/index.ts";
import type { PolicyRow, PolicyWant } from "../policy/policy-row.ts";
import { evaluate } from "../spec/evaluate.ts";
import type { KnownRequest } from "../spec/policy-json.ts";
import { callers } from "../support/callers.ts";
import { loadCorpus } from "../support/corpus.ts";
import { jsonLayers } from "./json-layers.ts";

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

// What is unknown has no verdict here.
const rows = loadCorpus<PolicyRow, PolicyWant>("policy").flatMap(([name, { given, want }]) => {
  const request = knownRequest(given);
  const layers = jsonLayers(given);
  if (request === undefined || layers === undefined || want.outcome === "unknown") return [];
  return [[name, { request, layers, outcome: want.outcome }] as const];
});

describe("the evaluator written from AWS's text", () => {
  it.each(rows)("decides as the row says: %s", (_name, { request, layers, outcome }) => {
    expect(evaluate(request, layers)).toBe(outcome);
  });

  it("has most rows to decide", () => {
    expect(rows.length).toBeGreaterThan(400);
  });
});
