import { isAccountId, parseArn } from "../../aws/index.ts";
import { hasAccount, type LabState } from "../state/lab-state.ts";

/**
 * Does a principal of a bucket policy exist? Users and roles must be named with their exact path;
 * a session's ARN has none, so its role is looked up by name.
 */
export function principalExists(lab: LabState, principal: string): boolean {
  if (isAccountId(principal)) return hasAccount(lab, principal);
  const arn = parseArn(principal);
  if (arn === undefined || !hasAccount(lab, arn.account)) return false;
  const [kind, name = ""] = arn.resource.split("/");
  if (arn.service === "iam") {
    return arn.resource === "root" || lab.principals.findByArn(principal) !== undefined;
  }
  if (arn.service !== "sts") return false;
  if (kind === "federated-user") return true;
  return kind === "assumed-role" && lab.principals.find("role", arn.account, name) !== undefined;
}
