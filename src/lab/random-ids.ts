import type { Credentials } from "../aws/index.ts";

/** A source of random bytes, handed in so that a test can repeat a run. */
export type RandomBytes = (count: number) => Uint8Array;

const KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function pick(random: RandomBytes, letters: string, count: number): string {
  const bytes = random(count);
  let picked = "";
  for (let i = 0; i < count; i++) picked += letters.charAt((bytes[i] ?? 0) % letters.length);
  return picked;
}

const POOL_SIZE = 8192;

/** Hands out of a pool: asking the system for few bytes costs as much as for many. */
export function poolRandomBytes(source: RandomBytes): RandomBytes {
  let pool: Uint8Array = new Uint8Array();
  let used = 0;
  return (count) => {
    if (used + count > pool.length) {
      pool = source(Math.max(count, POOL_SIZE));
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}

function base64(random: RandomBytes, count: number): string {
  const bytes = random(count);
  return Buffer.from(bytes.buffer, bytes.byteOffset, count).toString("base64");
}

/** A long-term key pair: `AKIA…` of 20 characters and a secret of 40. */
export function makeUserKey(random: RandomBytes): Credentials {
  return {
    accessKeyId: `AKIA${pick(random, KEY_LETTERS, 16)}`,
    secretAccessKey: base64(random, 30),
  };
}

/** A temporary key pair, `ASIA…`, with its session token. */
export function makeSessionKey(random: RandomBytes): Required<Credentials> {
  return {
    accessKeyId: `ASIA${pick(random, KEY_LETTERS, 16)}`,
    secretAccessKey: base64(random, 30),
    sessionToken: base64(random, 240),
  };
}

/** The value of `x-amz-request-id`. */
export function makeRequestId(random: RandomBytes): string {
  return pick(random, ID_LETTERS, 16);
}

/** The value of `x-amz-id-2`. */
export function makeHostId(random: RandomBytes): string {
  return base64(random, 48);
}

/** An id for an upload, safe in URLs; ids order by the time that they begin with. */
export function makeUploadId(random: RandomBytes, nowMs: number): string {
  return nowMs.toString(36).padStart(9, "0") + Buffer.from(random(24)).toString("base64url");
}

/** A unique id of IAM's: a prefix that tells the kind, and 17 characters. */
export function makeUniqueId(random: RandomBytes, prefix: string): string {
  return prefix + pick(random, KEY_LETTERS, 17);
}
