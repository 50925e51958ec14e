import type { Refusal } from "../refusal.ts";
import { noSuchBucket } from "./no-such.ts";
import { type Bypass, isLocked, objectLocked } from "./object-lock-protection.ts";
import type { BucketCall } from "./s3-call.ts";
import {
  deleteKey,
  deleteVersion,
  findVersion,
  isDeleteMarker,
  type VersionPlace,
} from "./version-rows.ts";
import { matchRefusal } from "./write-conditions.ts";

/** What a deletion names, and the entity tag that it wants to find. */
export interface Removal {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly match?: string | undefined;
}

/** What was deleted, or the marker that was put on top; without an id where the bucket keeps no versions. */
export interface Removed {
  readonly outcome: "removed";
  readonly versionId?: string;
  readonly isMarker: boolean;
}

/** What was kept, and why. */
interface Kept {
  readonly outcome: "kept";
  readonly refusal: Refusal;
}

/** Deletes what may be deleted, at once; whose right to it has been decided. */
export function removeVersions(
  { lab, bucket }: BucketCall,
  removals: readonly Removal[],
  bypass: Bypass,
): Promise<readonly (Removed | Kept)[]> {
  return lab.bodies.transaction([], (bodies) => {
    const row = lab.s3.buckets.get([bucket.name]);
    if (row === undefined) throw noSuchBucket(bucket.name);
    return removals.map((removal) => {
      const place = { lab, bucket: row, key: removal.key, bodies };
      const refusal = refusalOf(place, removal, bypass);
      return refusal === undefined ? remove(place, removal) : { outcome: "kept", refusal };
    });
  });
}

function refusalOf(
  place: VersionPlace,
  { key, versionId, match }: Removal,
  bypass: Bypass,
): Refusal | undefined {
  // Conditions are about the current version alone (S3 User Guide, Conditional deletes).
  const current = place.lab.s3.objects.get([place.bucket.name, key]);
  const mismatch = match === undefined ? undefined : matchRefusal(match, current, key);
  if (mismatch !== undefined) return mismatch;
  const found = versionId === undefined ? undefined : findVersion(place, versionId);
  if (found === undefined || isDeleteMarker(found) || !isLocked(found, bypass)) return undefined;
  return objectLocked();
}

function remove(place: VersionPlace, { versionId }: Removal): Removed {
  if (versionId === undefined) return { outcome: "removed", ...deleteKey(place) };
  const found = deleteVersion(place, versionId);
  // What is not there is gone already (API Reference, DeleteObject).
  const isMarker = found !== undefined && isDeleteMarker(found);
  return { outcome: "removed", versionId, isMarker };
}
