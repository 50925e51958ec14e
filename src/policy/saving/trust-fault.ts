import type { ParsedPolicy } from "../parse-policy.ts";
import type { PolicyProblem, ProblemCode } from "../parse/problem-log.ts";
import type { PolicyDocument, PrincipalEntry } from "../policy-document.ts";

/** Asked with an account id, an ARN or a unique id, as the policy writes it. */
export type PrincipalExists = (principal: string) => boolean;

/**
 * What IAM says of a trust policy that it does not take; texts as public logs of CreateRole and
 * UpdateAssumeRolePolicy show them.
 */
export function trustFault(parsed: ParsedPolicy, exists: PrincipalExists): string | undefined {
  return parsed.ok ? documentFault(parsed.value, exists) : problemFault(parsed.problems[0]);
}

const NOT_STS = "AssumeRole policy may only specify STS AssumeRole actions.";

function documentFault(
  { statements }: PolicyDocument,
  exists: PrincipalExists,
): string | undefined {
  for (const { principal, action } of statements) {
    if (principal?.negated === true) {
      return "AssumeRole policy must not contain NotPrincipal field.";
    }
    if (!action.entries.every(({ value }) => /^sts:/i.test(value))) return NOT_STS;
    const absent = principal?.entries.find(({ value }) => isAbsent(value, exists));
    if (absent !== undefined) {
      return `Invalid principal in policy: "AWS":"${absent.value.value}"`;
    }
  }
  return undefined;
}

function isAbsent({ type, value }: PrincipalEntry, exists: PrincipalExists): boolean {
  return type === "AWS" && value !== "*" && !exists(value);
}

function problemFault({ code, line, column, subject = "" }: PolicyProblem): string {
  return TEXTS[code]?.(subject) ?? `Syntax error at position (${line},${column})`;
}

/** All other problems are errors of syntax to IAM, told with their place. */
const TEXTS: Readonly<Partial<Record<ProblemCode, (subject: string) => string>>> = {
  invalidJson: () => "This policy contains invalid Json",
  tooLarge: () => "This policy contains invalid Json",
  tooDeep: () => "This policy contains invalid Json",
  invalidVersion: () => "The policy must contain a valid version string",
  missingStatement: () => "Missing required field Statement",
  emptyElement: (element) =>
    element === "Statement"
      ? "Could not parse the policy: Statement is empty!"
      : `Missing required field ${element} cannot be empty!`,
  missingEffect: () => "Missing required field Effect",
  invalidEffect: (effect) => `Invalid effect: ${effect}`,
  missingPrincipal: () => "Missing required field Principal",
  missingAction: () => "Missing required field Action",
  invalidAction: () => NOT_STS,
  resourceNotAllowed: (element) =>
    element === "NotResource"
      ? "AssumeRole policy must not contain resources."
      : "Has prohibited field Resource",
  duplicateSid: () => "The Statement Ids in the policy are not unique",
};
