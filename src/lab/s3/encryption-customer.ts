import { createHash, hkdfSync, timingSafeEqual } from "node:crypto";
import { accessDenied } from "../authorize.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { invalidArgument, invalidRequest, Refusal } from "../refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import type { CustomerEncryption, ObjectEncryption } from "../state/stored-object.ts";

const HEADER = "server-side-encryption-customer-";
const NAMES = namesBehind("x-amz-");
const SOURCE_NAMES = namesBehind("x-amz-copy-source-");
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Headers `x-amz-…` with the key of what is read or written. */
export const CUSTOMER_KEY_HEADERS: readonly string[] = [`x-amz-${HEADER}`];

/** A key of SSE-C as a request carries it. It is never kept. */
export interface CustomerKey {
  readonly bytes: Uint8Array;
  /** As S3 sends it back. */
  readonly md5: string;
}

/** Does a write ask for encryption under a key of its own? */
export function namesCustomerKey(request: LabRequest): boolean {
  const { algorithm, key, md5 } = NAMES;
  return [algorithm, key, md5].some((name) => headerOf(request, name) !== undefined);
}

function namesBehind(prefix: string): Readonly<Record<"algorithm" | "key" | "md5", string>> {
  return {
    algorithm: `${prefix}${HEADER}algorithm`,
    key: `${prefix}${HEADER}key`,
    md5: `${prefix}${HEADER}key-md5`,
  };
}

/**
 * The customer's key that a request carries. S3 takes one over HTTPS only; here the lab's own HTTP does
 * too, which never leaves the machine.
 */
export function readCustomerKey(
  request: LabRequest,
  of: "object" | "copySource" = "object",
): CustomerKey | undefined {
  const names = of === "object" ? NAMES : SOURCE_NAMES;
  const algorithm = headerOf(request, names.algorithm);
  const key = headerOf(request, names.key);
  const md5 = headerOf(request, names.md5);
  if (algorithm === undefined) {
    if (key === undefined && md5 === undefined) return undefined;
    throw refused(`${MUST} a valid encryption algorithm.`);
  }
  if (algorithm !== "AES256") throw invalidAlgorithm(algorithm);
  if (key === undefined) throw refused(`${MUST} an appropriate secret key.`);
  if (md5 === undefined) throw refused(`${MUST} the client calculated MD5 of the secret key.`);
  const bytes = Buffer.from(key, "base64");
  if (createHash("md5").update(bytes).digest("base64") !== md5) {
    throw refused("The calculated MD5 hash of the key did not match the hash that was provided.");
  }
  if (bytes.length === KEY_BYTES) return { bytes, md5 };
  throw refused("The secret key was invalid for the specified algorithm.");
}

/**
 * A data key for what is encrypted under a customer's key. What is kept tells that key again and does not
 * give it away (S3 User Guide, Specifying SSE-C: a randomly salted HMAC).
 */
export function newCustomerEncryption(
  { bytes }: CustomerKey,
  { random }: Pick<LabState, "random">,
): { readonly encryption: CustomerEncryption; readonly dataKey: Uint8Array } {
  const salt = random(SALT_BYTES);
  const proof = derived(bytes, salt, "proof");
  return {
    encryption: { kind: "customer", salt, proof },
    dataKey: derived(bytes, salt, "data key"),
  };
}

/** Whether something is encrypted under this key. */
export function isCustomersKey(
  { salt, proof }: CustomerEncryption,
  { bytes }: CustomerKey,
): boolean {
  return timingSafeEqual(derived(bytes, salt, "proof"), proof);
}

/** The data key of what is encrypted under a customer's key; refuses who does not bring that key. */
export function customerDataKey(
  encryption: CustomerEncryption,
  customerKey: CustomerKey | undefined,
): Uint8Array {
  if (customerKey === undefined) {
    throw invalidRequest(
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
    );
  }
  if (isCustomersKey(encryption, customerKey)) {
    return derived(customerKey.bytes, encryption.salt, "data key");
  }
  throw accessDenied(`${MUST} the correct secret key.`);
}

/** Refuses a reader with another key than the object's, with none, or with one that it does not take. */
export function requireCustomerKey(
  encryption: ObjectEncryption | undefined,
  customerKey: CustomerKey | undefined,
): void {
  if (encryption?.kind === "customer") customerDataKey(encryption, customerKey);
  else if (customerKey !== undefined) {
    throw invalidRequest("The encryption parameters are not applicable to this object.");
  }
}

function derived(key: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, salt, purpose, KEY_BYTES));
}

const MUST = "Requests specifying Server Side Encryption with Customer provided keys must provide";

function refused(message: string): Refusal {
  return invalidArgument(message, "x-amz-server-side-encryption", "null");
}

function invalidAlgorithm(algorithm: string): Refusal {
  return new Refusal({
    code: "InvalidEncryptionAlgorithmError",
    status: 400,
    message: "The Encryption request you specified is not valid. Supported value: AES256.",
    elements: {
      ArgumentName: "x-amz-server-side-encryption",
      ArgumentValue: algorithm,
    },
  });
}
