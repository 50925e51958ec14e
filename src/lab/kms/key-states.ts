import type { JsonOperation } from "../json/json-call.ts";
import { numberOf, requireText } from "../json/json-input.ts";
import { seconds } from "../json/seconds.ts";
import { keyOperation } from "./key-operation.ts";
import { invalidState } from "./key-refusals.ts";
import { putKey } from "./put-key.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const enableKey = keyOperation({
  name: "EnableKey",
  members: [],
  writes: true,
  needs: "notPendingDeletion",
  run({ lab }, key) {
    putKey(lab, { ...key, state: "Enabled" });
    return undefined;
  },
});

const disableKey = keyOperation({
  name: "DisableKey",
  members: [],
  writes: true,
  needs: "notPendingDeletion",
  run({ lab }, key) {
    putKey(lab, { ...key, state: "Disabled" });
    return undefined;
  },
});

const scheduleKeyDeletion = keyOperation({
  name: "ScheduleKeyDeletion",
  members: ["PendingWindowInDays"],
  conditionKeys: ["kms:ScheduleKeyDeletionPendingWindowInDays"],
  writes: true,
  needs: "notPendingDeletion",
  context: ({ input }) => ({
    "kms:schedulekeydeletionpendingwindowindays": String(readWindow(input)),
  }),
  run({ lab, input }, key) {
    const days = readWindow(input);
    const deletionMs = lab.now() + days * DAY_MS;
    putKey(lab, { ...key, state: "PendingDeletion", deletionMs });
    return {
      KeyId: key.arn,
      DeletionDate: seconds(deletionMs),
      KeyState: "PendingDeletion",
      PendingWindowInDays: days,
    };
  },
});

const cancelKeyDeletion = keyOperation({
  name: "CancelKeyDeletion",
  members: [],
  writes: true,
  run({ lab }, key) {
    if (key.state !== "PendingDeletion") throw invalidState(`${key.arn} is not pending deletion.`);
    // KMS API Reference, CancelKeyDeletion: the key is disabled when it is kept.
    putKey(lab, { ...key, state: "Disabled", deletionMs: undefined });
    return { KeyId: key.arn };
  },
});

const updateKeyDescription = keyOperation({
  name: "UpdateKeyDescription",
  members: ["Description"],
  writes: true,
  needs: "notPendingDeletion",
  run({ lab, input }, key) {
    putKey(lab, { ...key, description: requireText(input, "Description") });
    return undefined;
  },
});

/** The operations that change what can be done with a key. */
export const KEY_STATE_OPERATIONS: readonly JsonOperation[] = [
  enableKey,
  disableKey,
  scheduleKeyDeletion,
  cancelKeyDeletion,
  updateKeyDescription,
];

/** KMS API Reference, ScheduleKeyDeletion: 7 to 30 days, 30 when nothing is said. */
function readWindow(input: Parameters<typeof numberOf>[0]): number {
  return numberOf(input, "PendingWindowInDays", { min: 7, max: 30 }) ?? 30;
}
