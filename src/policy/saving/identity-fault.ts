import type { ParsedPolicy } from "../parse-policy.ts";
import type { PolicyDocument } from "../policy-document.ts";
import type { PolicyProblem, ProblemCode } from "../parse/problem-log.ts";
import { arnFault, resourceFault } from "./resource-fault.ts";

/**
 * IAM's checks of an identity policy, one after the other; it answers with the first that fails. Order and
 * texts: moto's tests, which were recorded from IAM, and public logs of CreatePolicy.
 */
const STAGES = ["syntax", "version", "principal", "sid", "action", "resource", "form"] as const;

type Stage = (typeof STAGES)[number];

interface Fault {
  readonly stage: Stage;
  readonly message: string;
}

const SYNTAX = "Syntax errors in policy.";
const OLD_VERSION: Fault = {
  stage: "version",
  message: "Policy document must be version 2012-10-17 or greater.",
};
const UNIQUE_SID = "Statement IDs (SID) in a single policy must be unique.";
const PLAIN_SID =
  "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";

/** What IAM says of an identity policy that it does not take. */
export function identityFault(
  parsed: ParsedPolicy,
  { takesOldVersions = false }: { readonly takesOldVersions?: boolean } = {},
): string | undefined {
  const faults = parsed.ok
    ? documentFaults(parsed.value, takesOldVersions)
    : parsed.problems.map(faultOf);
  const stage = STAGES.find((each) => faults.some((fault) => fault.stage === each));
  return faults.find((fault) => fault.stage === stage)?.message;
}

function documentFaults(
  { version, statements }: PolicyDocument,
  takesOldVersions: boolean,
): readonly Fault[] {
  const resources = statements.flatMap(({ resource }) => resource?.entries ?? []);
  const ofArns = resources.flatMap(({ value }): readonly Fault[] => {
    const message = arnFault(value);
    return message === undefined ? [] : [{ stage: "form", message }];
  });
  return version === "2012-10-17" || takesOldVersions ? ofArns : [OLD_VERSION, ...ofArns];
}

function faultOf({ code, subject = "" }: PolicyProblem): Fault {
  if (code === "emptyElement") return emptyFault(subject);
  return FAULTS[code]?.(subject) ?? { stage: "syntax", message: SYNTAX };
}

/** An empty list is to IAM as if the element were not there. */
function emptyFault(element: string): Fault {
  if (/Action$/.test(element)) return noActions;
  return /Resource$/.test(element) ? noResources : { stage: "syntax", message: SYNTAX };
}

const noActions: Fault = { stage: "action", message: "Policy statement must contain actions." };
const noResources: Fault = {
  stage: "resource",
  message: "Policy statement must contain resources.",
};

/** All other problems are errors of syntax to IAM. */
const FAULTS: Readonly<Partial<Record<ProblemCode, (subject: string) => Fault>>> = {
  principalNotAllowed: () => ({
    stage: "principal",
    message: "Policy document should not specify a principal.",
  }),
  duplicateSid: () => ({ stage: "sid", message: UNIQUE_SID }),
  invalidSid: () => ({ stage: "sid", message: PLAIN_SID }),
  missingAction: () => noActions,
  missingResource: () => noResources,
  invalidAction: (action) => ({ stage: "form", message: actionFault(action) }),
  invalidResource: (resource) => ({ stage: "form", message: resourceFault(resource) }),
};

function actionFault(action: string): string {
  const parts = action.split(":");
  if (parts.length === 1) {
    return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  }
  return parts.length > 2
    ? "Actions/Condition can contain only one colon."
    : `Vendor ${parts[0] ?? ""} is not valid`;
}
