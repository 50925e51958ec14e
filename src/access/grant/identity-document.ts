import { parseArn } from "../../aws/index.ts";
import type { AttachedPolicy } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { permissionSetOf } from "./policy-principal.ts";

/**
 * The inline policy that belongs to us; a permission set has but one, with AWS's name. A federated session
 * has no policies but those of its user (STS API Reference, GetFederationToken): undefined where nobody
 * told who that is, and where it is the root user, who has none.
 */
export function identityDocument({
  caller,
}: Pick<Facts, "caller">): Extract<GrantedDocument, { readonly policyName: string }> | undefined {
  const policyName = "SluiceSync";
  switch (caller.kind) {
    case "root":
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return undefined;
    case "user":
      return userDocument(caller.arn);
    case "federatedUser":
      return userDocument(caller.issuerArn);
    case "roleSession": {
      const permissionSet = permissionSetOf(caller.roleArn);
      return permissionSet === undefined
        ? { kind: "rolePolicy", name: lastPart(caller.roleArn), policyName }
        : { kind: "permissionSet", name: permissionSet, policyName: "AwsSSOInlinePolicy" };
    }
  }
}

function userDocument(arn: string): ReturnType<typeof identityDocument> {
  if (parseArn(arn)?.resource.startsWith("user/") !== true) return undefined;
  return { kind: "userPolicy", name: lastPart(arn), policyName: "SluiceSync" };
}

/** Whether a policy is inline and the caller's own: groups may have one by the same name. */
export function isOwnInline(
  { name, arn, attachedTo }: AttachedPolicy,
  policyName: string,
): boolean {
  return name === policyName && arn === undefined && !attachedTo.includes(":group/");
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
