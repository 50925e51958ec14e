import { formatArn, parseArn } from "../../aws/index.ts";
import { accountCaller, type AccountCaller } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { PrincipalStyle } from "./grant-proposal.ts";

/** How a bucket policy's statement names the caller. */
export interface PolicyPrincipal {
  readonly style: PrincipalStyle;
  /** The value of `Principal.AWS`; of a service its name. */
  readonly aws: string;
  /** Values for `ArnLike` on `aws:PrincipalArn`, in style `pattern`. */
  readonly principalArns?: readonly string[];
  /** The value for `aws:PrincipalOrgID`, in style `organization`. */
  readonly organization?: string;
  /** The value for `aws:PrincipalAccount`, where no principal may stand for an account. */
  readonly account?: string;
}

/** Chooses the principal to write, or undefined for a caller of no account. */
export function policyPrincipal(facts: Facts, style: PrincipalStyle): PolicyPrincipal | undefined {
  const { caller } = facts;
  if (caller.kind === "service") return { style: "role", aws: caller.name };
  const account = accountCaller(caller);
  if (account === undefined) return undefined;
  switch (style) {
    case "role":
    case "pattern":
      return ownPrincipal(facts, style);
    case "account":
      return { style, aws: rootOf(account) };
    case "organization": {
      const { organizationId } = facts;
      const organization = organizationId.known ? organizationId.value : undefined;
      if (organization === undefined) return { style: "account", aws: rootOf(account) };
      return { style, aws: "*", organization };
    }
  }
}

/**
 * The same principal for the policy of a VPC endpoint, where a gateway takes an account for its root user alone, and
 * roles by `aws:PrincipalArn` (AWS PrivateLink Guide, Endpoint policies, Principals for gateway endpoints).
 */
export function endpointPrincipal(principal: PolicyPrincipal): PolicyPrincipal {
  const { aws, principalArns = [aws], style } = principal;
  switch (style) {
    case "role":
    case "pattern":
      return { style, aws: "*", principalArns };
    case "account":
      return { style, aws: "*", account: parseArn(aws)?.account ?? "unknown" };
    case "organization":
      return principal;
  }
}

function rootOf({ account, arn }: AccountCaller): string {
  const { partition = "aws" } = parseArn(arn) ?? {};
  return formatArn({ partition, service: "iam", region: "", account, resource: "root" });
}

function ownPrincipal(
  { caller, principalArn }: Facts,
  style: "role" | "pattern",
): PolicyPrincipal | undefined {
  switch (caller.kind) {
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return undefined;
    case "root":
    case "user":
    case "federatedUser":
      return { style: "role", aws: caller.arn };
    case "roleSession":
      // Without the path an exact ARN would be refused as an invalid principal, a pattern is not.
      if (style === "role" && principalArn.known) return { style, aws: principalArn.value };
      return {
        style: "pattern",
        aws: iamArn(caller.roleArn, "root"),
        principalArns: rolePatterns(caller.roleArn, principalArn.known),
      };
  }
}

/** The permission set that an Identity Center role was made for, e.g. `AdministratorAccess`. */
export function permissionSetOf(roleArn: string): string | undefined {
  const name = roleArn.split("/").at(-1) ?? "";
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(name)?.[1];
}

function rolePatterns(roleArn: string, isPathKnown: boolean): readonly string[] {
  const name = roleArn.split("/").at(-1) ?? "";
  const permissionSet = permissionSetOf(roleArn);
  if (permissionSet !== undefined) {
    // No slash before AWSReservedSSO: in us-east-1 the path has no region. Sixteen `?` for the suffix:
    // `*` would admit the set `Read_Write` wherever the set `Read` is meant.
    const role = `AWSReservedSSO_${permissionSet}_${"?".repeat(16)}`;
    return [iamArn(roleArn, `role/aws-reserved/sso.amazonaws.com/*${role}`)];
  }
  // Role names are unique in an account, so a role of any path by this name is this role.
  if (isPathKnown) return [roleArn];
  return [iamArn(roleArn, `role/${name}`), iamArn(roleArn, `role/*/${name}`)];
}

function iamArn(arn: string, resource: string): string {
  const { partition = "aws", account = "" } = parseArn(arn) ?? {};
  return formatArn({ partition, service: "iam", region: "", account, resource });
}
