import { invalidArgument } from "../refusal.ts";
import type { Upload } from "../state/s3-tables.ts";
import { noSuchUpload } from "./no-such.ts";
import type { ObjectCall } from "./s3-call.ts";

/** The upload that a call names, under the call's own key. */
export function findUpload(call: ObjectCall): Upload {
  const upload = uploadOf(call);
  if (upload === undefined) throw noSuchUpload(uploadIdOf(call));
  return upload;
}

/** The same; undefined when it is not there, be it that it was completed. */
export function uploadOf(call: ObjectCall): Upload | undefined {
  return call.lab.s3.uploads.get([call.bucket.name, call.key, uploadIdOf(call)]);
}

/** The id by which a call names its upload. */
export function uploadIdOf({ request }: ObjectCall): string {
  return request.parameters.get("uploadId") ?? "";
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
