import { headerOf } from "../http/lab-request.ts";
import { invalidArgument } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { element, wrap } from "../xml/write-xml.ts";
import type { BucketCall } from "./s3-call.ts";
import { s3Time } from "./s3-time.ts";
import { isArchived, isRestored } from "./storage-class.ts";

/** The header by which a listing is asked to tell more of each object. */
export const OPTIONAL_ATTRIBUTES = "x-amz-optional-object-attributes";

/** Writes what a listing that is asked for it tells of restored copies (API Reference, ListObjectsV2: RestoreStatus). */
export function restoreWriter({ lab, request }: BucketCall): (object: StoredObject) => string {
  const text = headerOf(request, OPTIONAL_ATTRIBUTES);
  if (text === undefined) return () => "";
  if (text !== "RestoreStatus") {
    throw invalidArgument("Invalid attribute name specified", OPTIONAL_ATTRIBUTES, text);
  }
  const nowMs = lab.now();
  return (object) =>
    isArchived(object) && isRestored(object, nowMs)
      ? wrap(
          "RestoreStatus",
          element("IsRestoreInProgress", false) +
            element("RestoreExpiryDate", s3Time(object.restoredUntilMs ?? 0)),
        )
      : "";
}
