import type { LabState } from "../state/lab-state.ts";
import type { KmsKey } from "./kms-tables.ts";

/** Stores a changed key; only in a transaction. */
export function putKey(lab: Pick<LabState, "kms">, key: KmsKey): void {
  lab.kms.keys.put([key.account, key.region, key.id], key);
}
