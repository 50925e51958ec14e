import type { JsonCall } from "../json/json-call.ts";
import { bytesOf, isNull, type JsonObject, textMapOf, textOf } from "../json/json-input.ts";
import { failedConstraint, jsonRefusal } from "../json/json-refusal.ts";
import { notImplemented } from "../refusal.ts";
import { seal } from "./ciphertext.ts";
import { materialOf } from "./find-key.ts";
import { CONTEXT_KEYS } from "./key-operation.ts";
import type { KmsKey } from "./kms-tables.ts";

/** The algorithm of symmetric encryption keys. */
export const ALGORITHM = "SYMMETRIC_DEFAULT";

/** The condition keys of operations that encrypt or decrypt. */
export const CRYPTOGRAPHIC_KEYS: readonly string[] = ["kms:CallerAccount", ...CONTEXT_KEYS];

/** KMS API Reference: GrantTokens shorten the wait for a grant, and here there is none. */
export const PASSED_OVER: readonly string[] = ["GrantTokens"];

interface Sealing {
  readonly plaintext: Uint8Array;
  readonly contextMember?: string;
}

/** Encrypts under a key, with the encryption context that the input brings. */
export function sealFor(
  { lab, input }: JsonCall,
  key: KmsKey,
  { plaintext, contextMember = "EncryptionContext" }: Sealing,
): string {
  const context = textMapOf(input, contextMember);
  const material = materialOf(lab, key);
  return base64(seal(plaintext, { arn: key.arn, material }, { context, random: lab.random }));
}

/** Bytes that must be there, and no more than `max` of them. */
export function requireBytes(input: JsonObject, name: string, max: number): Uint8Array {
  const bytes = bytesOf(input, name);
  if (bytes === undefined) throw isNull(name);
  if (bytes.length === 0) {
    throw failedConstraint(name, undefined, "Member must have length greater than or equal to 1");
  }
  if (bytes.length <= max) return bytes;
  throw failedConstraint(name, undefined, `Member must have length less than or equal to ${max}`);
}

/** Refuses algorithms of asymmetric keys. */
export function requireAlgorithm(input: JsonObject, name: string): void {
  const algorithm = textOf(input, name) ?? ALGORITHM;
  if (algorithm !== ALGORITHM) throw notImplemented(`the algorithm \`${algorithm}\``);
}

/** KMS API Reference, DryRun: what would have succeeded is answered with this error. */
export function refuseDryRun(input: JsonObject): void {
  if (input["DryRun"] !== true) return;
  throw jsonRefusal(
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
  );
}

/** Bytes as the JSON protocol writes them. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
