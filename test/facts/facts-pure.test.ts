import { describe, expect, test } from "vitest";
import { type Denial, readDenials } from "../../src/access/index.ts";
import { findAction } from "../../src/aws/index.ts";
import { claimsOf, type ClaimOf } from "./claim.ts";
import { documentGate } from "./document-gate.ts";
import { type Given, loadFactRows } from "./fact-row.ts";
import { parseGiven } from "./fact-world.ts";
import { needsByOccasion } from "./needs-by-occasion.ts";

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
      return documentGate(claim, given);
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

function problemsOf(given: Given): unknown {
  const parsed = parseGiven(given);
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, message }) => ({ path: path.join("."), message }));
}
