/** A role that Identity Center made for a permission set. */
export interface SsoRole {
  readonly partition: string;
  readonly account: string;
  /** `aws-reserved/sso.amazonaws.com/…`, or empty where the ARN lacks it. */
  readonly path: string;
  readonly permissionSet: string;
  /** Sixteen hexadecimal digits that change when the role is made anew. */
  readonly suffix: string | undefined;
}

const form =
  /^arn:([a-z-]+):iam::(\d{12}):role\/(aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?)?AWSReservedSSO_([\w+=,.@-]+?)(?:_([0-9a-f]{16}))?$/;

/** Reads a role ARN without wildcards (IAM Identity Center User Guide, Referencing permission sets). */
export function readSsoRole(arn: string): SsoRole | undefined {
  const [, partition, account, path = "", permissionSet, suffix] = form.exec(arn) ?? [];
  if (partition === undefined || account === undefined || permissionSet === undefined) {
    return undefined;
  }
  return { partition, account, path, permissionSet, suffix };
}

/** A pattern for `aws:PrincipalArn` that holds in every Region, and for every later suffix if it is left out. */
export function ssoRolePattern(role: SsoRole, suffix: string | undefined): string {
  const { partition, account, permissionSet } = role;
  return `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${permissionSet}_${suffix ?? "*"}`;
}
