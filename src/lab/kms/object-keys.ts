import type { KeyFacts, KeyState } from "../../policy/index.ts";
import type { LabState } from "../state/lab-state.ts";
import { type EncryptionContext, readSealed, seal, unseal } from "./ciphertext.ts";
import { findKey, findKeyByArn, materialOf, readKeyReference, referredArn } from "./find-key.ts";
import { grantsOf, keyContext, keyPolicyOf } from "./key-access.ts";
import type { KmsKey } from "./kms-tables.ts";

/** Where S3 is asked, and by whom: names of keys are read there (S3 User Guide, Specifying SSE-KMS). */
interface Asker {
  readonly account: string;
  readonly region: string;
}

/**
 * What `x-amz-server-side-encryption-aws-kms-key-id` names, whether it is there or not; throws KMS's
 * refusal for what can be no key's name.
 */
export function namedObjectKey(
  lab: LabState,
  name: string,
  { account, region }: Asker,
): { readonly arn: string; readonly key?: KmsKey } {
  const reference = readKeyReference(name, { lab, account, region });
  const key = findKey(lab, reference);
  return { arn: referredArn(reference), ...(key && { key }) };
}

/**
 * Everything that bears on the use of a key, for `PolicyLayers.keys`: the decision of the request to
 * S3 then answers for its calls to KMS too, made in its caller's name.
 */
export function objectKeyFacts(lab: LabState, arn: string): KeyFacts {
  const key = findKeyByArn(lab, arn);
  const account = arn.split(":")[4] ?? "";
  const organization = lab.organization.idOf(account);
  const { resourceControl } = lab.organization.layersOf({ resource: account });
  const context = new Map<string, readonly string[]>();
  if (organization !== undefined) context.set("aws:resourceorgid", [organization]);
  const path = lab.organization.pathOf(account);
  if (path !== undefined) context.set("aws:resourceorgpaths", [path]);
  for (const [name, value] of Object.entries(key === undefined ? {} : keyContext(lab, key))) {
    context.set(name, typeof value === "string" ? [value] : value);
  }
  return {
    arn,
    state: stateOf(key),
    policy: key === undefined ? [] : [keyPolicyOf(lab, key)],
    grants: key === undefined ? [] : grantsOf(lab, arn),
    // Resource control policies do not reach AWS's own keys (Organizations User Guide, RCPs).
    ...(resourceControl && key?.manager !== "AWS" && { resourceControl }),
    context,
  };
}

/** A new data key, and the same sealed; for callers whose right to it has been decided. */
export function makeDataKey(
  lab: LabState,
  key: KmsKey,
  context: EncryptionContext,
): { readonly plaintext: Uint8Array; readonly sealed: Uint8Array } {
  const plaintext = lab.random(32);
  const { arn } = key;
  const material = materialOf(lab, key);
  const { random } = lab;
  return { plaintext, sealed: seal(plaintext, { arn, material }, { context, random }) };
}

/** Opens a sealed data key; undefined where its key has gone or the context is another. */
export function openDataKey(
  lab: LabState,
  sealed: Uint8Array,
  context: EncryptionContext,
): Uint8Array | undefined {
  const read = readSealed(sealed);
  const key = read && findKeyByArn(lab, read.keyArn);
  return key && unseal(read, materialOf(lab, key), context);
}

function stateOf(key: KmsKey | undefined): KeyState {
  switch (key?.state) {
    case undefined:
      return "absent";
    case "Enabled":
      return "enabled";
    case "Disabled":
      return "disabled";
    case "PendingDeletion":
      return "pendingDeletion";
  }
}
