import { isAccountId, parseArn } from "../../aws/index.ts";
import type { PrincipalEntry } from "../policy-document.ts";

/**
 * Whether S3 takes a principal. `exists` is asked about account ids, ARNs and unique ids as written:
 * S3 looks each one up (AWS re:Post, "Invalid principal in policy" error).
 */
export function acceptsPrincipal(
  { type, value }: PrincipalEntry,
  exists: (principal: string) => boolean,
): boolean {
  switch (type) {
    case "*":
      return value === "*";
    case "AWS":
      if (value === "*") return true;
      return isPrincipalName(value) && (isOriginAccessIdentity(value) || exists(value));
    case "Service":
      return /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(value);
    case "Federated":
      return !value.includes("*");
    case "CanonicalUser":
      return /^[0-9a-f]{64}$/.test(value);
  }
}

/** No part of a principal may be a wildcard (IAM User Guide, Principal). */
function isPrincipalName(value: string): boolean {
  if (isAccountId(value) || /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value)) return true;
  const arn = parseArn(value);
  if (arn === undefined || /[*?]/.test(value) || arn.region !== "") return false;
  if (isOriginAccessIdentity(value)) return true;
  if (!isAccountId(arn.account)) return false;
  if (arn.service === "iam") return /^(?:root$|(?:user|role)\/.)/.test(arn.resource);
  return arn.service === "sts" && /^(?:assumed-role\/[^/]+|federated-user)\/./.test(arn.resource);
}

/** CloudFront's identities live in an account of their own (CloudFront Developer Guide, OAI). */
function isOriginAccessIdentity(value: string): boolean {
  return value.startsWith("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ");
}
