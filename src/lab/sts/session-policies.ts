import type { AttachedPolicy } from "../../policy/index.ts";
import { notFound } from "../iam/iam-refusals.ts";
import { readPolicy } from "../iam/read-policy.ts";
import type { QueryCall } from "../query/query-call.ts";
import { readStructures } from "../query/read-list.ts";
import { requirePolicy } from "../require-policy.ts";
import { constraintError } from "../query/validate.ts";

// STS API Reference, AssumeRole: the number of ARNs.
const MAX_ARNS = 10;

/** Parameters that give a session its policies. */
export const POLICY_PARAMETERS: readonly string[] = ["Policy", "PolicyArns"];

/** What a session is opened with; undefined where the call has no policies for it. */
export function readSessionPolicies(
  call: QueryCall,
  session: { readonly account: string; readonly arn: string },
): readonly AttachedPolicy[] | undefined {
  const text = call.form.get("Policy");
  const arns = readStructures(call, "PolicyArns").flatMap((fields) => fields.get("arn") ?? []);
  if (text === undefined && arns.length === 0) return undefined;
  if (arns.length > MAX_ARNS) {
    throw constraintError("[arns]", "policyArns", `have length less than or equal to ${MAX_ARNS}`);
  }
  const managed = arns.map((arn) => managedPolicy(call, arn, session));
  return text === undefined ? managed : [inlinePolicy(text, session.arn), ...managed];
}

function inlinePolicy(text: string, attachedTo: string): AttachedPolicy {
  requirePolicy(text, { kind: "session" });
  return { document: readPolicy(text), name: "session policy", attachedTo };
}

/** The policies must be of the account that the session is in, or AWS's. */
function managedPolicy(
  { lab }: QueryCall,
  arn: string,
  session: { readonly account: string; readonly arn: string },
): AttachedPolicy {
  const isReachable =
    arn.startsWith("arn:aws:iam::aws:policy/") ||
    arn.startsWith(`arn:aws:iam::${session.account}:policy/`);
  const found = isReachable ? lab.principals.managedPolicy(arn) : undefined;
  if (found === undefined) throw notFound(`Policy ${arn} was not found.`);
  const document = lab.documents.read(found.text, "identity");
  return { document, name: found.name, arn, attachedTo: session.arn };
}
