import { toHex } from "./hex.ts";
import type { Digest } from "./types.ts";

/** The name of the algorithm, first line of what is signed. */
export const ALGORITHM = "AWS4-HMAC-SHA256";

/** For what a signature holds: a day (`20130524`), a region and a service. */
export interface CredentialScope {
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

export function formatScope({ day, region, service }: CredentialScope): string {
  return `${day}/${region}/${service}/aws4_request`;
}

/** The key that signs everything within a scope; it says nothing about the secret. */
export function deriveSigningKey(
  secretAccessKey: string,
  { day, region, service }: CredentialScope,
  digest: Digest,
): Uint8Array {
  const dayKey = digest.hmacSha256(`AWS4${secretAccessKey}`, day);
  const regionKey = digest.hmacSha256(dayKey, region);
  return digest.hmacSha256(digest.hmacSha256(regionKey, service), "aws4_request");
}

export function signText(signingKey: Uint8Array, text: string, digest: Digest): string {
  return toHex(digest.hmacSha256(signingKey, text));
}
