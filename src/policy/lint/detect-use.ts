import type { PolicyUse } from "./policy-use.ts";
import type { LintStatement } from "./reading/lint-document.ts";
import { readLintDocument } from "./reading/read-lint-document.ts";

/** What a policy is for, by its principals, actions and resources; an SCP looks like an identity policy. */
export function detectUse(text: string): PolicyUse {
  const { statements } = readLintDocument(text, {
    use: "identity",
    partition: undefined,
    bucket: undefined,
    others: [],
    reference: undefined,
  });
  if (statements.every(({ principal }) => principal === undefined)) return "identity";
  if (names(statements, "s3")) return "bucket-policy";
  if (names(statements, "kms")) return "key-policy";
  const isTrust =
    names(statements, "sts") && statements.every(({ resource }) => resource === undefined);
  return isTrust ? "trust" : "bucket-policy";
}

function names(statements: readonly LintStatement[], service: string): boolean {
  return statements.some(({ action, resource }) => {
    const actions = (action?.entries ?? []).map(({ text }) => text.toLowerCase());
    const resources = (resource?.entries ?? []).map(({ text }) => text);
    return (
      actions.some((text) => text.startsWith(`${service}:`)) ||
      resources.some((text) => text.split(":")[2] === service)
    );
  });
}
