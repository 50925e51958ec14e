import { isAccountId, parseArn } from "../aws/index.ts";

/** Whether an `AWS` principal is written like one; no part of it may be a wildcard (IAM User Guide, Principal). */
export function isPrincipalName(text: string): boolean {
  if (isAccountId(text) || isUniqueId(text) || isOriginAccessIdentity(text)) return true;
  const arn = parseArn(text);
  if (arn === undefined || /[*?]/.test(text) || arn.region !== "") return false;
  if (!isAccountId(arn.account)) return false;
  if (arn.service === "iam") return /^(?:root$|(?:user|role)\/.)/.test(arn.resource);
  return arn.service === "sts" && /^(?:assumed-role\/[^/]+|federated-user)\/./.test(arn.resource);
}

/** Whether a text is the unique id of a principal, which AWS shows once the principal is deleted. */
export function isUniqueId(text: string): boolean {
  return /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(text);
}

/** CloudFront's identities live in an account of their own (CloudFront Developer Guide, OAI). */
export function isOriginAccessIdentity(text: string): boolean {
  return text.startsWith("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ");
}

/** Whether a text is written like the name of an AWS service (IAM User Guide, Principal, AWS service principals). */
export function isServiceName(text: string): boolean {
  return /^(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?$/.test(text);
}

/** Whether a text is written like the canonical user id of an account. */
export function isCanonicalId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
