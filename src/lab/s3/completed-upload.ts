import type { StoredObject } from "../state/stored-object.ts";
import type { ObjectCall } from "./s3-call.ts";
import { isDeleteMarker } from "./version-rows.ts";

/**
 * The object that the upload of a call has been completed to, while it is there. S3 answers whoever completes an
 * upload once more, as clients do that have missed the answer, as it did the first time; until when, is not documented.
 */
export function completedObject({
  lab,
  bucket,
  key,
  request,
}: ObjectCall): StoredObject | undefined {
  const id = request.parameters.get("uploadId");
  const current = lab.s3.objects.get([bucket.name, key]);
  if (current?.uploadId === id) return current;
  for (const { value } of lab.s3.versions.range({ within: [bucket.name, key] })) {
    if (!isDeleteMarker(value) && value.uploadId === id) return value;
  }
  return undefined;
}
