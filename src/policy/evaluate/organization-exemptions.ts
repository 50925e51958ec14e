import type { Tri } from "../decision.ts";
import type { AccountCaller, AuthorizationRequest, Caller } from "../request.ts";
import { tri } from "../tri.ts";

/** AWS Organizations User Guide, SCPs, Tasks and entities not restricted by SCPs. */
export function serviceControlExemption(
  caller: AccountCaller,
  managementAccounts: readonly string[],
): string | undefined {
  if (managementAccounts.includes(caller.account)) return "principal of the management account";
  return isServiceLinked(caller) ? "service-linked role" : undefined;
}

export function isServiceLinked(caller: Caller): boolean {
  return caller.kind === "roleSession" && caller.roleArn.includes(":role/aws-service-role/");
}

/** Whether the resource is the management account's, which resource control policies do not bind. */
export function isOfManagement(
  { resourceAccount }: AuthorizationRequest,
  managementAccounts: readonly string[],
): Tri {
  if (managementAccounts.length === 0) return "no";
  return resourceAccount === "unknown"
    ? "unknown"
    : tri(managementAccounts.includes(resourceAccount));
}

// AWS Organizations User Guide, RCPs, List of AWS services that support RCPs: the ones that this
// engine can be asked about. IAM is none of them.
const restrictable = /^(?:s3|sts|kms|sqs|secretsmanager|dynamodb|ecr|logs):/;

/** Whether resource control policies cover an action; it is in lower case. */
export function isRestrictable(action: string): boolean {
  return restrictable.test(action) && action !== "kms:retiregrant";
}
