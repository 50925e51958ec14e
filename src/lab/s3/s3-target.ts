import type { HostTarget } from "../http/host-guard.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { readBytesAsText } from "../http/lab-request.ts";
import { decodeUrlPiece } from "../http/query-parameters.ts";
import { Refusal } from "../refusal.ts";
import { invalidBucketName } from "./invalid-bucket-name.ts";

/** What a request's host and path name. */
export type S3Target =
  | { readonly place: "service" }
  | { readonly place: "bucket"; readonly bucket: string }
  | { readonly place: "object"; readonly bucket: string; readonly key: string };

// Amazon S3 User Guide, Naming Amazon S3 objects: 1,024 bytes of UTF-8.
const MAX_KEY = 1024;

/** Reads bucket and key, path-style or virtual-hosted; the key is decoded once and otherwise as sent. */
export function readS3Target(request: LabRequest, host: HostTarget): S3Target {
  const path = readBytesAsText(request.wire.path).slice(1);
  if (host.kind === "bucket") return targetOf(host.bucket, path);
  if (path === "") return { place: "service" };
  const slash = path.indexOf("/");
  return slash < 0
    ? targetOf(decodeUrlPiece(path), "")
    : targetOf(decodeUrlPiece(path.slice(0, slash)), path.slice(slash + 1));
}

function targetOf(bucket: string, encodedKey: string): S3Target {
  if (bucket === "") throw invalidBucketName(bucket);
  const key = decodeUrlPiece(encodedKey);
  if (key === "") return { place: "bucket", bucket };
  requireKeyLength(key);
  return { place: "object", bucket, key };
}

/** Refuses a key that is longer than S3 takes. */
export function requireKeyLength(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= MAX_KEY) return;
  throw new Refusal({
    code: "KeyTooLongError",
    status: 400,
    message: "Your key is too long",
    elements: { Size: String(size), MaxSizeAllowed: String(MAX_KEY) },
  });
}
