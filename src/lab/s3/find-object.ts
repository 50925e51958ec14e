import { answerForMissingKey, type Decision } from "../../policy/index.ts";
import { decidePermission, accessDenied } from "../authorize.ts";
import { Refusal } from "../refusal.ts";
import type { DeleteMarker, StoredObject } from "../state/stored-object.ts";
import { noSuchKey, noSuchVersion } from "./no-such.ts";
import { bucketPermission, type ObjectCall } from "./s3-call.ts";
import { findVersion, isDeleteMarker, newestOlder } from "./version-rows.ts";

/**
 * The object under a key, or the version of it that is named. Who may read it but not list the bucket
 * is not told that it is missing (API Reference, GetObject: 403 without `s3:ListBucket`, 404 with it).
 */
export function findObject(call: ObjectCall, versionId?: string): StoredObject {
  const found = findVersion(call, versionId);
  if (found !== undefined && !isDeleteMarker(found)) return found;
  const marker = found ?? newestMarker(call, versionId);
  if (found !== undefined) throw isMarker(found);
  requireMayKnow(call);
  throw versionId === undefined
    ? noSuchKey(call.key, markerHeaders(marker))
    : noSuchVersion(call.key, versionId);
}

function newestMarker(call: ObjectCall, versionId: string | undefined): DeleteMarker | undefined {
  const newest = versionId === undefined ? newestOlder(call) : undefined;
  return newest !== undefined && isDeleteMarker(newest) ? newest : undefined;
}

function requireMayKnow(call: ObjectCall): void {
  const list = decidePermission(call, bucketPermission(call.bucket, "s3:ListBucket"));
  // Whoever comes here has what the operation itself takes: what is left open is listing.
  const answer = answerForMissingKey(list, list);
  switch (answer.status) {
    case 404:
      return;
    case 403:
    case "unknown":
      throw accessDenied(textOf(answer.because));
  }
}

function textOf(decision: Decision): string | undefined {
  return "awsMessage" in decision ? decision.awsMessage : undefined;
}

/** A marker can be deleted, and nothing else (S3 User Guide, Working with delete markers). */
function isMarker(marker: DeleteMarker): Refusal {
  return new Refusal({
    code: "MethodNotAllowed",
    status: 405,
    message: "The specified method is not allowed against this resource.",
    elements: { ResourceType: "DeleteMarker" },
    headers: {
      ...markerHeaders(marker),
      allow: "DELETE",
      "last-modified": new Date(marker.modifiedMs).toUTCString(),
    },
  });
}

function markerHeaders(marker: DeleteMarker | undefined): Readonly<Record<string, string>> {
  return marker === undefined
    ? {}
    : { "x-amz-delete-marker": "true", "x-amz-version-id": marker.versionId ?? "null" };
}
