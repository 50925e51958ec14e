import { describe, expect, test } from "vitest";
import { type Denial, needsOf, readDenials } from "../../src/access/index.ts";
import { findAction, parseS3Uri } from "../../src/aws/index.ts";
import { type AttachedPolicy, decide, parsePolicy } from "../../src/policy/index.ts";
import { callsOf, DEFAULT_SYNC_OPTIONS, type Place } from "../../src/sync/index.ts";
import { claimsOf, type ClaimOf, type Given, loadFactRows } from "./fact-row.ts";
import { parseGiven, worldOf } from "./fact-world.ts";
import { createWorldEvaluator } from "./world-evaluator.ts";

const KINDS = ["denial", "needs", "action", "document", "worldRefused"] as const;
const rows = loadFactRows()
  .map(([name, row]) => [name, row, claimsOf(row, KINDS)] as const)
  .filter(([, , claims]) => claims.length > 0);

describe("the facts, by reading and deriving", () => {
  test.for(rows)("%s", ([, row, claims]) => {
    expect(claims.map((claim) => answerOf(claim, row.given))).toEqual(claims.map(wanted));
  });
});

function answerOf(claim: ClaimOf<(typeof KINDS)[number]>, given: Given): unknown {
  switch (claim.claim) {
    case "denial":
      return fieldsOf(readDenials(claim.text)[0], claim.want);
    case "needs":
      return needsByOccasion(claim);
    case "action":
      return findAction(claim.action)?.resourceTypes ?? null;
    case "document":
      return gateOf(claim, given);
    case "worldRefused":
      return problemsOf({ ...given, patch: claim.patch });
  }
}

function wanted(claim: ClaimOf<(typeof KINDS)[number]>): unknown {
  switch (claim.claim) {
    case "denial":
      return claim.want;
    case "needs":
      return {
        always: [...claim.want.always].sort(),
        ifTagged: [...claim.want.ifTagged].sort(),
        onFailure: [...claim.want.onFailure].sort(),
      };
    case "document":
      return expect.objectContaining(claim.want);
    case "worldRefused":
      return [
        { path: claim.want.path, message: expect.stringContaining(claim.want.message) as string },
      ];
    case "action":
      return claim.want;
  }
}

/** The fields that the row speaks of; null stands for a field, or a denial, that is not there. */
function fieldsOf(denial: Denial | undefined, want: ClaimOf<"denial">["want"]): unknown {
  if (denial === undefined || want === null) return denial ?? null;
  const fields = new Map<string, unknown>(Object.entries(denial));
  return Object.fromEntries(Object.keys(want).map((name) => [name, fields.get(name) ?? null]));
}

/** Each permission as `side action resource`; `*` at the end stands for every key. */
function needsByOccasion(claim: ClaimOf<"needs">): unknown {
  const { acl, delete: deletes = false } = claim;
  const needs = needsOf(
    callsOf(placeOf(claim.from), placeOf(claim.to), {
      ...DEFAULT_SYNC_OPTIONS,
      delete: deletes,
      write: acl === undefined ? {} : { acl },
    }),
  );
  const on = (occasion: string): readonly string[] => {
    const lines = needs
      .filter((need) => need.occasion === occasion)
      .map((need) => `${need.side} ${need.action} ${need.resource}${need.anyKeyUnder ? "*" : ""}`);
    return [...new Set(lines)].sort();
  };
  return { always: on("always"), ifTagged: on("if-tagged"), onFailure: on("on-failure") };
}

function placeOf(text: string): Place {
  if (!text.startsWith("s3://")) return { kind: "local", path: text };
  return { kind: "s3", ...parseS3Uri(text) };
}

/** One document as the only policy there is, held against one request. */
function gateOf(claim: ClaimOf<"document">, given: Given): unknown {
  const { caller } = createWorldEvaluator(worldOf(given)).principal(claim.as);
  const parsed = parsePolicy(JSON.stringify(claim.policy), claim.kind);
  if (!parsed.ok) return parsed.problems;
  const policy: AttachedPolicy = { document: parsed.value, name: "sample", attachedTo: "*" };
  const layers = { identity: [], resource: [], [claim.kind]: [policy] };
  const decision = decide(
    {
      caller,
      action: claim.action,
      resource: claim.resource,
      resourceAccount: "unknown",
      context: new Map(),
    },
    layers,
  );
  const gate = decision.gates.find(({ layer }) => layer === claim.kind);
  const matchClass = gate?.statements.find(({ matches }) => matches === "yes")?.matchClass;
  return { allows: gate?.allows, denies: gate?.denies, matchClass };
}

function problemsOf(given: Given): unknown {
  const parsed = parseGiven(given);
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, message }) => ({ path: path.join("."), message }));
}
