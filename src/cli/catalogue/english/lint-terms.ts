import type { MalformedCode, PolicyUse, RuleParameters } from "../../../app/index.ts";

export const uses: Readonly<Record<PolicyUse, string>> = {
  "bucket-policy": "a bucket policy",
  identity: "an identity policy",
  scp: "an SCP",
  rcp: "an RCP",
  "key-policy": "a key policy",
  "vpc-endpoint": "a VPC endpoint policy",
  trust: "a trust policy",
  session: "a session policy",
};

/** The problems that rule 4 tells of. */
export const malformed: Readonly<Record<MalformedCode, (subject: string) => string>> = {
  invalidJson: (why) => `this cannot be read${why === "" ? "" : `: ${why}`}`,
  tooLarge: () => "this is larger than any policy can be",
  tooDeep: () => "this nests deeper than any policy does",
  duplicateKey: () => "this name stands twice in one object; AWS refuses the policy",
  wrongType: () => "this is a value of the wrong type",
  unknownElement: (name) => `there is no element \`${name}\``,
  exclusiveElements: () => "an element and its `Not…` twin exclude each other",
  invalidVersion: () => "there is no such version",
  missingStatement: () => "the policy has no `Statement`",
  missingEffect: () => "the statement has no `Effect`",
  invalidEffect: (effect) => `there is no effect \`${effect}\``,
  missingAction: () => "the statement has no `Action`",
  missingResource: () => "the statement has no `Resource`",
  resourceNotAllowed: () => "a trust policy applies to its role, so it has no `Resource`",
};

/** What an SCP or an RCP cannot say. */
export function organization({ problem, element, use }: RuleParameters["SL38"]): string {
  switch (problem) {
    case "element":
      return `${uses[use]} has no \`${element}\``;
    case "allow":
      return "an RCP only denies";
    case "principal":
      return 'the principal of an RCP is `"*"`';
    case "everyAction":
      return "an RCP takes no action `*`";
  }
}

/** Names one after another; of many the first ones. */
export function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(", ")}, …` : names.join(", ");
}
