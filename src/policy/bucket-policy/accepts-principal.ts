import type { PrincipalEntry } from "../policy-document.ts";
import {
  isCanonicalId,
  isOriginAccessIdentity,
  isPrincipalName,
  isServiceName,
} from "../principal-name.ts";

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
      return isServiceName(value);
    case "Federated":
      return !value.includes("*");
    case "CanonicalUser":
      return isCanonicalId(value);
  }
}
