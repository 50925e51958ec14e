import type { JsonOperation } from "../json/json-call.ts";
import { numberOf, type JsonObject } from "../json/json-input.ts";
import { seconds } from "../json/seconds.ts";
import { keyOperation } from "./key-operation.ts";
import { putKey } from "./put-key.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
// KMS API Reference, EnableKeyRotation.
const PERIOD = { min: 90, max: 2560, usual: 365 };

const enableKeyRotation = keyOperation({
  name: "EnableKeyRotation",
  members: ["RotationPeriodInDays"],
  conditionKeys: ["kms:RotationPeriodInDays"],
  writes: true,
  needs: "enabled",
  context: ({ input }) => ({ "kms:rotationperiodindays": String(readPeriod(input)) }),
  run({ lab, input }, key) {
    const rotation = { periodDays: readPeriod(input), enabledMs: lab.now() };
    putKey(lab, { ...key, rotation });
    return undefined;
  },
});

const disableKeyRotation = keyOperation({
  name: "DisableKeyRotation",
  members: [],
  writes: true,
  needs: "enabled",
  run({ lab }, key) {
    putKey(lab, { ...key, rotation: undefined });
    return undefined;
  },
});

/** AWS rotates its own keys every year (KMS Developer Guide, Rotate AWS KMS keys). */
const getKeyRotationStatus = keyOperation({
  name: "GetKeyRotationStatus",
  members: [],
  isCrossAccount: true,
  run(_call, { arn, manager, rotation, createdMs, state }) {
    const usual = { periodDays: PERIOD.usual, enabledMs: createdMs };
    const inForce = manager === "AWS" ? usual : rotation;
    if (inForce === undefined || state === "PendingDeletion") {
      return { KeyId: arn, KeyRotationEnabled: false };
    }
    const { periodDays, enabledMs } = inForce;
    return {
      KeyId: arn,
      KeyRotationEnabled: true,
      RotationPeriodInDays: periodDays,
      NextRotationDate: seconds(enabledMs + periodDays * DAY_MS),
    };
  },
});

/** The operations on automatic rotation; the lab shows its dates and never comes to them. */
export const KEY_ROTATION_OPERATIONS: readonly JsonOperation[] = [
  enableKeyRotation,
  disableKeyRotation,
  getKeyRotationStatus,
];

function readPeriod(input: JsonObject): number {
  return numberOf(input, "RotationPeriodInDays", PERIOD) ?? PERIOD.usual;
}
