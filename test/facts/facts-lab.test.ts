import { describe, expect, test } from "vitest";
import type { LabAnswer } from "../support/lab-request.ts";
import { claimsOf, type ClaimOf, type Verdict } from "./claim.ts";
import { loadFactRows } from "./fact-row.ts";
import { type FactLab, startFactLab } from "./fact-lab.ts";
import { copyOf, queryOf, type Question, questionOf } from "./question-of.ts";

type Asked = ClaimOf<"ask" | "copy" | "put" | "caller" | "request">;
const rows = loadFactRows()
  .map(
    ([name, row]) =>
      [name, row, claimsOf(row, ["ask", "copy", "put", "caller", "request"])] as const,
  )
  .filter(([, , claims]) => claims.length > 0);

describe("the facts, by the lab over HTTP", () => {
  test.for(rows)("%s", async ([, row, claims]) => {
    const lab = await startFactLab(row.given);
    try {
      const answers = [];
      for (const claim of claims) answers.push(await answerOf(lab, claim));
      expect(answers).toEqual(claims.map(wanted));
    } finally {
      await lab.close();
    }
  });
});

async function answerOf(lab: FactLab, claim: Asked): Promise<unknown> {
  const ask = (question: Question): Promise<LabAnswer> => lab.ask(claim.as, question);
  switch (claim.claim) {
    case "ask":
      return verdictOf(await ask(questionOf(claim)), claim.want);
    case "copy":
      return verdictOf(await ask(copyOf(claim)), claim.want);
    case "put": {
      const target = `/${claim.bucket}?policy`;
      const body = JSON.stringify(claim.policy);
      return plain(await ask({ method: "PUT", target, body }));
    }
    case "request": {
      const [method = "", target = ""] = claim.request.split(" ");
      const { service, headers, body } = claim;
      return plain(
        await ask({
          method,
          target,
          ...(service && { service }),
          ...(headers && { headers }),
          ...(body !== undefined && { body }),
        }),
      );
    }
    case "caller":
      return callerOf(lab, claim);
  }
}

/** A denial is a 403 with AWS's text; anything else than that or a success is shown as it came. */
function verdictOf(answer: LabAnswer, want: Verdict): unknown {
  if (answer.status >= 200 && answer.status < 300) return { outcome: "allowed" };
  if (answer.status !== 403 || answer.code !== "AccessDenied") return answer;
  return "message" in want ? { denied: answer.message } : { denied: true };
}

/** Who the caller is, and for a role session the role's ARN, which the account's administrator reads. */
async function callerOf(lab: FactLab, { as, want }: ClaimOf<"caller">): Promise<unknown> {
  const identity = await lab.ask(as, queryOf("sts", "GetCallerIdentity", {}));
  const arn = /<Arn>([^<]*)<\/Arn>/.exec(identity.body)?.[1];
  if (want.roleArn === undefined) return { arn };
  const administrator = lab.administratorOf(arn?.split(":")[4] ?? "");
  const RoleName = arn?.split("/")[1] ?? "";
  const role = await lab.ask(administrator, queryOf("iam", "GetRole", { RoleName }));
  return { arn, roleArn: /<Arn>([^<]*)<\/Arn>/.exec(role.body)?.[1] };
}

function plain({ status, code, message }: LabAnswer): unknown {
  return { status, ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
}

function wanted(claim: Asked): unknown {
  switch (claim.claim) {
    case "ask":
    case "copy":
      return wantedVerdict(claim.want);
    case "put":
    case "request": {
      const { message } = claim.want;
      const contained = message && { message: expect.stringContaining(message) as string };
      return expect.objectContaining({ ...claim.want, ...contained });
    }
    case "caller":
      return claim.want;
  }
}

function wantedVerdict(want: Verdict): unknown {
  switch (want.outcome) {
    case "allowed":
      return want;
    case "explicitDeny":
    case "implicitDeny":
      return { denied: want.message ?? true };
  }
}
