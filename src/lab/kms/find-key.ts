import { findRow } from "../json/find-row.ts";
import { parseArn } from "../../aws/index.ts";
import { failedConstraint } from "../json/json-refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import { keyNotFound, notFound } from "./key-refusals.ts";
import type { KmsKey } from "./kms-tables.ts";

/** Where names of keys are read: the caller's account and the region that was asked. */
export interface KeyHome {
  readonly lab: LabState;
  readonly account: string;
  readonly region: string;
}

/** What a request calls a key. */
export interface KeyReference {
  readonly account: string;
  readonly region: string;
  /** Absent for an alias that does not exist. */
  readonly id?: string;
  /** The alias by which the key was named. */
  readonly alias?: string;
}

// KMS API Reference, KeyMetadata: an id of a key is a UUID, that of a multi-Region key `mrk-` and 32 digits.
const KEY_ID =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const MAX_REFERENCE = 2048;

/** Reads a key's id, ARN, alias name or alias ARN (KMS Developer Guide, Key identifiers). */
export function readKeyReference(text: string, home: KeyHome): KeyReference {
  if (text.length > MAX_REFERENCE || text === "") throw wrongLength(text);
  if (!text.startsWith("arn:")) return resolve(text, text, home);
  const arn = parseArn(text);
  if (arn?.service !== "kms" || !/^\d{12}$/.test(arn.account)) {
    throw notFound(`Invalid arn ${text}`);
  }
  if (arn.region !== home.region) throw notFound(`Invalid arn ${arn.region}`);
  const resource = arn.resource.replace(/^key\//, "");
  return resolve(resource, text, { ...home, account: arn.account });
}

function resolve(name: string, written: string, { lab, account, region }: KeyHome): KeyReference {
  if (name.startsWith("alias/")) {
    const alias = findRow(lab.kms.aliases, account, region, name);
    return { account, region, alias: name, ...(alias && { id: alias.keyId }) };
  }
  if (!KEY_ID.test(name)) throw notFound(`Invalid keyId '${written}'`);
  return { account, region, id: name };
}

/** The same for operations that take no alias. */
export function readKeyId(text: string, home: KeyHome): KeyReference {
  const reference = readKeyReference(text, home);
  if (reference.alias !== undefined) throw notFound(`Invalid keyId '${text}'`);
  return reference;
}

/** The key that a reference leads to; one whose waiting time is over is gone. */
export function findKey(
  lab: LabState,
  { account, region, id }: Pick<KeyReference, "account" | "region" | "id">,
): KmsKey | undefined {
  const key = id === undefined ? undefined : findRow(lab.kms.keys, account, region, id);
  return key?.deletionMs !== undefined && key.deletionMs <= lab.now() ? undefined : key;
}

/** The ARN of what a request names, there or not. */
export function referredArn({ account, region, id, alias }: KeyReference): string {
  return `arn:aws:kms:${region}:${account}:${id === undefined ? (alias ?? "") : `key/${id}`}`;
}

/** The key with an ARN, which a ciphertext carries. */
export function findKeyByArn(lab: LabState, text: string): KmsKey | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "kms" || !arn.resource.startsWith("key/")) return undefined;
  const { account, region, resource } = arn;
  return findKey(lab, { account, region, id: resource.slice("key/".length) });
}

/** The 32 bytes of a key. */
export function materialOf(lab: LabState, { account, region, id, arn }: KmsKey): Uint8Array {
  const material = findRow(lab.kms.materials, account, region, id);
  if (material === undefined) throw keyNotFound(arn);
  return material;
}

function wrongLength(text: string): Error {
  const rule =
    text === ""
      ? "Member must have length greater than or equal to 1"
      : `Member must have length less than or equal to ${MAX_REFERENCE}`;
  return failedConstraint("KeyId", `'${text}'`, rule);
}
