import { invalidArgument } from "../refusal.ts";
import type { Upload } from "../state/s3-tables.ts";
import { noSuchUpload } from "./no-such.ts";
import type { ObjectCall } from "./s3-call.ts";

/** The upload that a call names, under the call's own key. */
export function findUpload(call: ObjectCall): Upload {
  const id = call.request.parameters.get("uploadId") ?? "";
  const upload = call.lab.s3.uploads.get([call.bucket.name, call.key, id]);
  if (upload === undefined) throw noSuchUpload(id);
  return upload;
}

/** Reads `partNumber`, 1 to 10,000. */
export function readPartNumber(call: ObjectCall): number {
  const text = call.request.parameters.get("partNumber") ?? "";
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= 10_000) return number;
  throw invalidArgument(
    "Part number must be an integer between 1 and 10000, inclusive",
    "partNumber",
    text,
  );
}
