import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { Refusal } from "../refusal.ts";

/** A token that an identity provider signed, before anyone has checked it. */
export interface WebToken {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  readonly claims: ReadonlyMap<string, unknown>;
  readonly signed: string;
  readonly signature: Uint8Array;
}

// STS API Reference, AssumeRoleWithWebIdentity: the longest token.
const MAX_TOKEN = 20_000;

/** Reads a token in JWS compact form. */
export function readWebToken(text: string): WebToken {
  const [header = "", payload = "", signature = "", ...more] = text.split(".");
  const head = readJsonPart(header);
  const claims = readJsonPart(payload);
  const isWhole = more.length === 0 && signature !== "" && text.length <= MAX_TOKEN;
  if (head === undefined || claims === undefined || !isWhole) {
    throw invalidToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  return {
    algorithm: textIn(head, "alg") ?? "",
    keyId: textIn(head, "kid"),
    claims,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

function readJsonPart(part: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? new Map<string, unknown>(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** A claim that is text. */
export function textIn(claims: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = claims.get(name);
  return typeof value === "string" ? value : undefined;
}

/** A claim that is a number of seconds since 1970, in milliseconds. */
export function timeIn(claims: ReadonlyMap<string, unknown>, name: string): number | undefined {
  const value = claims.get(name);
  return typeof value === "number" && Number.isFinite(value) ? value * 1000 : undefined;
}

/** A claim that is text, or a list of texts. */
export function textsIn(claims: ReadonlyMap<string, unknown>, name: string): readonly string[] {
  const value = claims.get(name);
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === "string");
}

/** STS's answer to a token that it does not accept. */
export function invalidToken(message: string): Refusal {
  return new Refusal({ code: "InvalidIdentityToken", status: 400, message });
}

interface KeyForm {
  readonly keyType: string;
  readonly dsaEncoding?: "ieee-p1363";
}

// IAM User Guide, Create an OpenID Connect identity provider: RSA and ECDSA signatures. The lab knows the two usual ones.
const ALGORITHMS: ReadonlyMap<string, KeyForm> = new Map([
  ["RS256", { keyType: "RSA" }],
  ["ES256", { keyType: "EC", dsaEncoding: "ieee-p1363" }],
]);

/** Whether one of a provider's keys made the token's signature. */
export function isSignedBy(token: WebToken, keys: readonly JsonWebKey[]): boolean {
  const form = ALGORITHMS.get(token.algorithm);
  if (form === undefined) return false;
  const { keyType, dsaEncoding } = form;
  return keys
    .filter((key) => key.kty === keyType)
    .filter((key) => token.keyId === undefined || key["kid"] === token.keyId)
    .some((key) => isMadeBy(token, key, dsaEncoding));
}

function isMadeBy(
  token: WebToken,
  jwk: JsonWebKey,
  dsaEncoding: "ieee-p1363" | undefined,
): boolean {
  try {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const options = dsaEncoding === undefined ? { key } : { key, dsaEncoding };
    return verify("sha256", Buffer.from(token.signed), options, token.signature);
  } catch {
    // A key that is none has made nothing.
    return false;
  }
}
