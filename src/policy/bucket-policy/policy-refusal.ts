import type { PolicyProblem, ProblemCode } from "../parse/problem-log.ts";
import { policyQuotas } from "../saving/policy-quotas.ts";

/** How S3 answers a policy that it does not take; the HTTP status is 400. */
export interface PolicyRefusal {
  readonly code: "MalformedPolicy";
  readonly message: string;
}

const firstByte = "Policies must be valid JSON and the first byte must be '{'";
const invalidJson = "This policy contains invalid Json";
const invalidSyntax = "Invalid policy syntax.";

/**
 * S3's texts, where public logs of PutBucketPolicy show them. For `tooDeep`, `duplicateKey`,
 * `exclusiveElements`, `invalidConditionValue` and the operators none was found: there it is
 * the nearest text of S3 or IAM.
 */
const messages: Readonly<Record<ProblemCode, (subject: string) => string>> = {
  invalidJson: () => invalidJson,
  tooLarge: () => sizeMessage,
  tooDeep: () => invalidJson,
  duplicateKey: () => invalidJson,
  wrongType: () => invalidSyntax,
  unknownElement: (name) => `Unknown field ${name}`,
  emptyElement: (name) =>
    name === "Statement"
      ? "Could not parse the policy: Statement is empty!"
      : `Missing required field ${name} cannot be empty!`,
  exclusiveElements: () => invalidSyntax,
  invalidVersion: () => "The policy must contain a valid version string",
  missingStatement: () => "Missing required field Statement",
  missingEffect: () => "Missing required field Effect",
  invalidEffect: (effect) => `Invalid effect: ${effect}`,
  missingAction: () => "Missing required field Action",
  invalidAction: () => "Policy has invalid action",
  missingResource: () => "Missing required field Resource",
  invalidResource: () => "Policy has invalid resource",
  resourceNotAllowed: () => invalidSyntax,
  missingPrincipal: () => "Missing required field Principal",
  invalidPrincipal: () => "Invalid principal in policy",
  principalNotAllowed: () => invalidSyntax,
  invalidSid: () => invalidSyntax,
  duplicateSid: () => "The Statement Ids in the policy are not unique",
  unknownOperator: (operator) => `Invalid Condition type : ${operator}`,
  unknownQuantifier: (operator) => `Invalid Condition type : ${operator}`,
  ifExistsOnNull: (operator) => `Invalid Condition type : ${operator}`,
  invalidConditionKey: () => "Policy has an invalid condition key",
  invalidConditionValue: () => invalidSyntax,
};

/** S3's limit is on the policy without white space. */
const sizeMessage = `Normalized policy document exceeds the maximum allowed size of ${policyQuotas.bucketPolicy} bytes`;

/** S3's answer to a policy that does not parse: it names the first problem only. */
export function bucketPolicyRefusal(
  problems: readonly [PolicyProblem, ...PolicyProblem[]],
): PolicyRefusal {
  const [first] = problems;
  const { code, line, column, subject = "" } = first;
  const isAboutFirstByte = line === 1 && column === 1;
  if (isAboutFirstByte && (code === "invalidJson" || code === "wrongType"))
    return refusal("firstByte");
  return malformed(messages[code](subject));
}

function malformed(message: string): PolicyRefusal {
  return { code: "MalformedPolicy", message };
}

/** What S3 says of a policy that parses but cannot stand on its bucket. */
export type RefusalReason =
  | "firstByte"
  | "tooLarge"
  | "invalidPrincipal"
  | "invalidResource"
  | "invalidAction"
  | "actionWithoutResource"
  | "invalidConditionKey"
  | "conditionWithoutAction";

const reasons: Readonly<Record<RefusalReason, string>> = {
  firstByte,
  tooLarge: sizeMessage,
  invalidPrincipal: "Invalid principal in policy",
  invalidResource: "Policy has invalid resource",
  invalidAction: "Policy has invalid action",
  actionWithoutResource: "Action does not apply to any resource(s) in statement",
  invalidConditionKey: "Policy has an invalid condition key",
  conditionWithoutAction:
    "Conditions do not apply to combination of actions and resources in statement",
};

export function refusal(reason: RefusalReason): PolicyRefusal {
  return malformed(reasons[reason]);
}
