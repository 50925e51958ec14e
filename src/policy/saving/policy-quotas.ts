/**
 * How much AWS stores of a policy: IAM and AWS STS quotas (characters, white space aside); S3 User Guide,
 * Bucket policies (20 KB); Organizations User Guide, Quotas (characters); KMS Developer Guide, Resource
 * quotas (bytes); Amazon VPC, Endpoint policies (characters).
 */
export const policyQuotas = {
  managed: 6144,
  inlineOfUser: 2048,
  inlineOfRole: 10_240,
  inlineOfGroup: 5120,
  trust: 2048,
  session: 2048,
  bucketPolicy: 20_480,
  serviceControl: 10_240,
  resourceControl: 5120,
  keyPolicy: 32_768,
  vpcEndpoint: 20_480,
} as const;

/** IAM counts a policy's characters without its white space. */
export function charactersOf(text: string): number {
  return text.replace(/\s/g, "").length;
}

/** UTF-8 bytes of a policy without the white space between its tokens. */
export function storedBytes(text: string): number {
  return bytesOf(JSON.stringify(JSON.parse(text)));
}

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += utf8Length(character);
  return bytes;
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
