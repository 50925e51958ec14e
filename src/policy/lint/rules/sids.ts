import { positionAt, lineStarts } from "../../text-lines.ts";
import { replaceNode } from "../edits/edit-json.ts";
import type { PolicyUse } from "../policy-use.ts";
import type { LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Rule } from "../rule.ts";

/** Two statements share a Sid. */
export const duplicateSid: Rule<"SL01"> = defineRule({
  id: "SL01",
  name: "duplicate-sid",
  severity: "error",
  fix: "automatic",
  check: ({ text, statements }) =>
    statements.flatMap(({ sid }, i) => {
      if (sid === undefined || sid.text === "" || !isKnown(sid.text)) return [];
      const first = statements.slice(0, i).find((other) => other.sid?.text === sid.text)?.sid;
      if (first === undefined) return [];
      const free = freeSid(sid.text, statements);
      return [
        {
          at: sid.node,
          parameters: {
            sid: sid.text,
            firstLine: positionAt(lineStarts(text), first.node.offset).line,
          },
          fix: { automatic: true, edits: [replaceNode(sid.node, free)] },
        },
      ];
    }),
});

/** A Sid with other characters than letters and digits (IAM User Guide, Sid). */
export const invalidSid: Rule<"SL02"> = defineRule({
  id: "SL02",
  name: "invalid-sid",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    document.statements.flatMap((statement) => {
      const { sid } = statement;
      if (sid === undefined || !isKnown(sid.text) || isValidSid(sid.text, document.use)) return [];
      const suggestion = plainSid(sid.text, statement, document);
      return [
        {
          at: sid.node,
          parameters: { sid: sid.text, suggestion },
          fix: { automatic: true, edits: [replaceNode(sid.node, suggestion)] },
        },
      ];
    }),
});

/** IAM takes letters and digits; S3 and KMS take spaces as well (KMS Developer Guide, Key policies). */
function isValidSid(sid: string, use: PolicyUse): boolean {
  switch (use) {
    case "identity":
    case "session":
    case "trust":
      return /^[A-Za-z0-9]*$/.test(sid);
    case "bucket-policy":
    case "key-policy":
    case "vpc-endpoint":
    case "scp":
    case "rcp":
      return true;
  }
}

function plainSid(sid: string, { index }: LintStatement, { statements }: LintDocument): string {
  const plain = sid.replace(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase());
  const letters = plain.replace(/[^A-Za-z0-9]/g, "");
  const wanted = letters === "" ? `Statement${String(index + 1)}` : letters;
  const isTaken = statements.some((other) => other.sid?.text === wanted);
  return isTaken ? freeSid(wanted, statements) : wanted;
}

function freeSid(sid: string, statements: readonly LintStatement[]): string {
  let number = 2;
  const isTaken = (): boolean =>
    statements.some((other) => other.sid?.text === `${sid}${String(number)}`);
  while (isTaken()) number++;
  return `${sid}${String(number)}`;
}
