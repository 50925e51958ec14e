import type { GrantedDocument } from "./grant-proposal.ts";

/**
 * Sizes that AWS accepts: S3 User Guide, Bucket policies (20 KB); IAM and AWS STS quotas (inline
 * policies of a user or role); IAM Identity Center quotas (inline policy of a permission set).
 */
export const sizeLimits: Readonly<Record<GrantedDocument["kind"], number>> = {
  bucketPolicy: 20_480,
  rolePolicy: 10_240,
  userPolicy: 2_048,
  permissionSet: 32_768,
};

/** Counts a policy's UTF-8 bytes as AWS does, without the white space between tokens. */
export function policyBytes(text: string): number {
  const compact = JSON.stringify(JSON.parse(text) as unknown);
  let bytes = 0;
  for (const character of compact) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}
