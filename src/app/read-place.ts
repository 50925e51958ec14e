import { resolve } from "node:path";
import { parseS3Uri } from "../aws/index.ts";
import type { Place } from "../sync/index.ts";

/** Reads one end of a run: an S3 URI, or a path from `cwd`. */
export function readPlace(text: string, cwd: string): Place {
  if (!text.startsWith("s3://")) {
    if (/^s3:/i.test(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) parseS3Uri(text);
    return { kind: "local", path: resolve(cwd, text) };
  }
  const { bucket, prefix } = parseS3Uri(text);
  return { kind: "s3", bucket, prefix };
}
