import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { decodeUrlPiece, readParameters } from "../http/query-parameters.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import { findBehindArn, findBucket } from "./find-bucket.ts";

/** What `x-amz-copy-source` names; empty where it names nothing. */
export interface CopySourcePlace {
  readonly name: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** Reads `bucket/key`, or `ARN/object/key` for an access point (API Reference, CopyObject). */
export function readCopySource(request: LabRequest): CopySourcePlace {
  const text = headerOf(request, "x-amz-copy-source") ?? "";
  const [path = "", ...query] = text.replace(/^\//, "").split("?");
  const decoded = decodeUrlPiece(path);
  const [, arn, keyAtPoint = ""] = /^(arn:[^/]*\/[^/]+)\/object\/(.*)$/s.exec(decoded) ?? [];
  const slash = Math.max(0, decoded.indexOf("/"));
  return {
    name: arn ?? decoded.slice(0, slash),
    key: arn === undefined ? decoded.slice(slash + 1) : keyAtPoint,
    versionId: readParameters(query.join("?")).get("versionId"),
  };
}

/** The bucket that is copied from. */
export function findSourceBucket(lab: LabState, { name }: CopySourcePlace): Bucket | undefined {
  return name.startsWith("arn:") ? findBehindArn(lab, name) : findBucket(lab, name);
}
