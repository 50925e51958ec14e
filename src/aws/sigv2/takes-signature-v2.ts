const REGIONS: ReadonlySet<string> = new Set([
  ...["us-east-1", "us-west-1", "us-west-2", "eu-west-1", "sa-east-1", "us-gov-west-1"],
  ...["ap-northeast-1", "ap-southeast-1", "ap-southeast-2"],
]);

/**
 * Whether S3 takes signature version 2 in a region: those that came after January 30, 2014 do not (S3 User
 * Guide, Signing and authenticating REST requests).
 */
export function takesSignatureV2(region: string): boolean {
  return REGIONS.has(region);
}
