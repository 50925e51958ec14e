import { STORAGE_CLASSES } from "../../aws/index.ts";
import { Refusal } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";

const ARCHIVE_CLASSES: readonly string[] = ["GLACIER", "DEEP_ARCHIVE"];

/** Reads a storage class; STANDARD when none is asked for. */
export function readStorageClass(text = "STANDARD"): string {
  if (STORAGE_CLASSES.includes(text)) return text;
  throw new Refusal({
    code: "InvalidStorageClass",
    status: 400,
    message: "The storage class you specified is not valid",
    elements: { StorageClassRequested: text },
  });
}

/** Whether an object's bytes are read only once they are restored. */
export function isArchived({ storageClass }: Pick<StoredObject, "storageClass">): boolean {
  return ARCHIVE_CLASSES.includes(storageClass);
}

/** Whether there is a copy of an archived object that can be read. */
export function isRestored({ restoredUntilMs }: StoredObject, nowMs: number): boolean {
  return restoredUntilMs !== undefined && nowMs < restoredUntilMs;
}

/** Refuses to read what lies in an archive. */
export function requireReadable(
  object: StoredObject,
  nowMs: number,
  message = "The operation is not valid for the object's storage class",
): void {
  if (!isArchived(object) || isRestored(object, nowMs)) return;
  throw invalidObjectState(object, message);
}

/** S3's answer to what an object's storage class does not allow. */
export function invalidObjectState({ storageClass }: StoredObject, message: string): Refusal {
  return new Refusal({
    code: "InvalidObjectState",
    status: 403,
    message,
    elements: { StorageClass: storageClass },
  });
}

/** What readers are told of a restored copy (API Reference, HeadObject: x-amz-restore). */
export function restoreHeaders(object: StoredObject, nowMs: number): Record<string, string> {
  if (!isArchived(object) || !isRestored(object, nowMs)) return {};
  const until = new Date(object.restoredUntilMs ?? 0).toUTCString();
  return { "x-amz-restore": `ongoing-request="false", expiry-date="${until}"` };
}
