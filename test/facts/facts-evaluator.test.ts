import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/policy/index.ts";
import { claimsOf, type ClaimOf, type Verdict } from "./claim.ts";
import { loadFactRows } from "./fact-row.ts";
import { s3ArnOf } from "./s3-arn-of.ts";
import { worldOf } from "./fact-world.ts";
import { createWorldEvaluator, type WorldEvaluator } from "./world-evaluator.ts";

type Asked = ClaimOf<"ask" | "decide" | "copy" | "put" | "caller">;
const rows = loadFactRows()
  .map(
    ([name, row]) =>
      [name, row, claimsOf(row, ["ask", "decide", "copy", "put", "caller"])] as const,
  )
  .filter(([, , claims]) => claims.length > 0);

describe("the facts, by the evaluator", () => {
  test.for(rows)("%s", ([, row, claims]) => {
    const evaluator = createWorldEvaluator(worldOf(row.given), row.given.objects);
    expect(claims.map((claim) => answerOf(evaluator, claim))).toEqual(claims.map(wanted));
  });
});

function answerOf(evaluator: WorldEvaluator, claim: Asked): unknown {
  switch (claim.claim) {
    case "ask":
    case "decide":
      return summary(evaluator.ask(claim.as, claim.action, claim.resource), claim.want);
    case "copy":
      return summary(decideCopy(evaluator, claim), claim.want);
    case "put":
      return evaluator.put(claim.as, claim.bucket, JSON.stringify(claim.policy)) ?? { status: 204 };
    case "caller":
      return evaluator.principal(claim.as).caller;
  }
}

/** CopyObject reads its source before it writes its destination (API Reference, CopyObject). */
function decideCopy(evaluator: WorldEvaluator, claim: ClaimOf<"copy">): Decision {
  const read = evaluator.ask(claim.as, "s3:GetObject", s3ArnOf(claim.from));
  if (read.outcome !== "allowed") return read;
  return evaluator.ask(claim.as, "s3:PutObject", s3ArnOf(claim.to));
}

/** As much of a decision as the row speaks of. */
function summary(decision: Decision, want: Verdict): unknown {
  switch (decision.outcome) {
    case "allowed":
    case "unknown":
      return { outcome: decision.outcome };
    case "explicitDeny":
    case "implicitDeny":
      return {
        outcome: decision.outcome,
        ...("message" in want && { message: decision.awsMessage }),
        ...("masked" in want && { masked: decision.masked }),
      };
  }
}

function wanted(claim: Asked): unknown {
  return claim.claim === "caller" ? expect.objectContaining(claim.want) : claim.want;
}
