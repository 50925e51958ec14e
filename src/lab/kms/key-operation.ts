import type { Permission } from "../authorize.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import { type JsonObject, requireText, textMapOf } from "../json/json-input.ts";
import { jsonRefusal } from "../json/json-refusal.ts";
import { type KeyReference, readKeyId, readKeyReference } from "./find-key.ts";
import { requireKey } from "./key-access.ts";
import { invalidState } from "./key-refusals.ts";
import type { KmsKey } from "./kms-tables.ts";

/** An operation on one key, which its input names `KeyId`. */
export interface KeyOperation {
  readonly name: string;
  readonly members: readonly string[];
  /** Beside `kms:CallerAccount`. */
  readonly conditionKeys?: readonly string[];
  readonly takesAlias?: boolean;
  /** Whether it works with keys of other accounts (KMS Developer Guide, AWS KMS permissions). */
  readonly isCrossAccount?: boolean;
  readonly writes?: boolean;
  /** The state that the key must be in; any when absent (KMS Developer Guide, Key states). */
  readonly needs?: "enabled" | "notPendingDeletion";
  /** Values of the condition keys. */
  context?(call: JsonCall): Permission["context"];
  run(call: JsonCall, key: KmsKey): JsonObject | undefined;
}

/** Makes the row of an operation on one key. */
export function keyOperation(operation: KeyOperation): JsonOperation {
  const { name, members, conditionKeys = [], writes = false, needs } = operation;
  const stated: StatedAccess = {
    action: `kms:${name}`,
    resourceTypes: ["key"],
    conditionKeys: ["kms:CallerAccount", ...conditionKeys],
  };
  return {
    name,
    members: ["KeyId", ...members],
    access: [stated],
    writes,
    run(call) {
      const reference = readReference(call, operation);
      const context = {
        ...callerAccount(call),
        ...operation.context?.(call),
        ...(operation.takesAlias === true && aliasContext(reference)),
      };
      const key = requireKey(call, reference, { stated, context });
      if (needs !== undefined) requireState(key, needs);
      return operation.run(call, key);
    },
  };
}

function readReference(
  call: JsonCall,
  { takesAlias = false, isCrossAccount = false }: KeyOperation,
): KeyReference {
  const text = requireText(call.input, "KeyId");
  const reference = takesAlias ? readKeyReference(text, call) : readKeyId(text, call);
  if (isCrossAccount || reference.account === call.account) return reference;
  // To whoever asks from outside, a key that only its own account can manage is as good as absent.
  return { ...reference, id: "00000000-0000-0000-0000-000000000000" };
}

/** `kms:CallerAccount`, which every request has. */
export function callerAccount({ account }: JsonCall): Permission["context"] {
  return { "kms:calleraccount": account };
}

/** `kms:RequestAlias`: absent when the key was not named by an alias. */
export function aliasContext({ alias }: KeyReference): Permission["context"] {
  return alias === undefined ? {} : { "kms:requestalias": alias };
}

/** The keys that operations with an encryption context have. */
export const CONTEXT_KEYS: readonly string[] = [
  "kms:EncryptionAlgorithm",
  "kms:EncryptionContext:${EncryptionContextKey}",
  "kms:EncryptionContextKeys",
  "kms:RequestAlias",
];

/** Values of `kms:EncryptionContext:…` and its like, from one member of the input. */
export function contextOf(input: JsonObject, member: string): Permission["context"] {
  return {
    "kms:encryptionalgorithm": "SYMMETRIC_DEFAULT",
    ...encryptionContextKeys(textMapOf(input, member)),
  };
}

/** The condition keys that carry an encryption context; without one they are absent. */
export function encryptionContextKeys(
  context: Readonly<Record<string, string>>,
): Permission["context"] {
  const names = Object.keys(context);
  if (names.length === 0) return {};
  const pairs = names.map((name) => [
    `kms:encryptioncontext:${name.toLowerCase()}`,
    context[name] ?? "",
  ]);
  return {
    ...(Object.fromEntries(pairs) as Record<string, string>),
    "kms:encryptioncontextkeys": names,
  };
}

/** Refuses what cannot be done with a key in its state. */
export function requireState(
  { state, arn }: KmsKey,
  needs: "enabled" | "notPendingDeletion",
): void {
  if (state === "PendingDeletion") throw invalidState(`${arn} is pending deletion.`);
  if (state === "Disabled" && needs === "enabled") {
    throw jsonRefusal("DisabledException", `${arn} is disabled.`);
  }
}
