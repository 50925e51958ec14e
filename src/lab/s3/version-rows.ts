import type { LabState } from "../state/lab-state.ts";
import type { BodyChanges } from "../state/bodies.ts";
import type { BucketRow } from "../state/s3-tables.ts";
import type { DeleteMarker, StoredObject } from "../state/stored-object.ts";
import { nextVersionId, nextVersionOrder, orderOfVersion } from "./version-id.ts";

/** A version of a key: an object, or a marker that it was deleted. */
export type Version = StoredObject | DeleteMarker;

/** A key of a bucket, and what a transaction may change there. */
export interface VersionPlace {
  readonly lab: LabState;
  readonly bucket: Pick<BucketRow, "name" | "versioning">;
  readonly key: string;
  readonly bodies: BodyChanges;
}

export function isDeleteMarker(version: Version): version is DeleteMarker {
  return "isDeleteMarker" in version;
}

/** The version with that id, `null` for the one without, or what a read that names none finds; undefined when there is none. */
export function findVersion(
  { lab, bucket, key }: Omit<VersionPlace, "bodies">,
  versionId: string | undefined,
): Version | undefined {
  const current = lab.s3.objects.get([bucket.name, key]);
  if (versionId === undefined) return current;
  if (current !== undefined && (current.versionId ?? "null") === versionId) return current;
  return olderRow({ lab, bucket, key }, versionId)?.value;
}

/** The newest version that is not found by a read without a version: a marker is the key's state. */
export function newestOlder({
  lab,
  bucket,
  key,
}: Omit<VersionPlace, "bodies">): Version | undefined {
  const [row] = lab.s3.versions.range({ within: [bucket.name, key], limit: 1 });
  return row?.value;
}

/** Puts an object on top of a key, in a transaction; answers with the id of its version, if any. */
export function putVersion(place: VersionPlace, object: StoredObject): string | undefined {
  const { lab, bucket, key } = place;
  const version = setAside(place);
  lab.s3.objects.put(
    [bucket.name, key],
    version === undefined ? object : { ...object, versionId: version },
  );
  return version;
}

/** What a deletion without a version did. */
export interface Deleted {
  readonly versionId?: string;
  readonly isMarker: boolean;
}

/** Deletes a key, in a transaction: for good, or under a marker where the bucket keeps versions. */
export function deleteKey(place: VersionPlace): Deleted {
  const { lab, bucket, key } = place;
  const version = setAside(place);
  lab.s3.objects.delete([bucket.name, key]);
  if (bucket.versioning === undefined) return { isMarker: false };
  const marker: DeleteMarker = { isDeleteMarker: true, modifiedMs: lab.now() };
  const order =
    version === undefined ? nextVersionOrder(newestOrder(place)) : orderOfVersion(version);
  lab.s3.versions.put(
    [bucket.name, key, order],
    version === undefined ? marker : { ...marker, versionId: version },
  );
  return { versionId: version ?? "null", isMarker: true };
}

/** Deletes one version for good, in a transaction; what comes to the top then is the key's state. */
export function deleteVersion(place: VersionPlace, versionId: string): Version | undefined {
  const { lab, bucket, key, bodies } = place;
  const found = findVersion(place, versionId);
  if (found === undefined) return undefined;
  const current = lab.s3.objects.get([bucket.name, key]);
  const isCurrent = current !== undefined && (current.versionId ?? "null") === versionId;
  if (isCurrent) lab.s3.objects.delete([bucket.name, key]);
  else {
    const row = olderRow(place, versionId);
    if (row !== undefined) lab.s3.versions.delete(row.key);
  }
  if (!isDeleteMarker(found)) bodies.drop(found.body);
  if (isCurrent || current === undefined) promote(place);
  return found;
}

/** Writes a version again with what has changed about it, in a transaction. */
export function replaceVersion(place: Omit<VersionPlace, "bodies">, object: StoredObject): void {
  const { lab, bucket, key } = place;
  const current = lab.s3.objects.get([bucket.name, key]);
  if (current !== undefined && current.versionId === object.versionId) {
    lab.s3.objects.put([bucket.name, key], object);
    return;
  }
  const row = olderRow(place, object.versionId ?? "null");
  if (row !== undefined) lab.s3.versions.put(row.key, object);
}

/** Makes the newest older version the one that reads find, unless it is a marker. */
function promote({ lab, bucket, key }: VersionPlace): void {
  const [row] = lab.s3.versions.range({ within: [bucket.name, key], limit: 1 });
  if (row === undefined || isDeleteMarker(row.value)) return;
  lab.s3.versions.delete(row.key);
  lab.s3.objects.put([bucket.name, key], row.value);
}

/**
 * Makes room on top of a key: what is there becomes an older version, or goes where the bucket keeps
 * none. A bucket whose versioning is suspended has one version without an id, which is replaced
 * (S3 User Guide, Adding objects to versioning-suspended buckets). Answers with the new version's id.
 */
function setAside(place: VersionPlace): string | undefined {
  const { lab, bucket, key, bodies } = place;
  const current = lab.s3.objects.get([bucket.name, key]);
  if (bucket.versioning === undefined) {
    if (current !== undefined) bodies.drop(current.body);
    return undefined;
  }
  if (bucket.versioning === "Enabled") {
    if (current !== undefined) keepAsOlder(place, current);
    return nextVersionId(newestOrder(place), lab.random);
  }
  const older = olderRow(place, "null");
  if (older !== undefined) {
    lab.s3.versions.delete(older.key);
    if (!isDeleteMarker(older.value)) bodies.drop(older.value.body);
  }
  if (current?.versionId !== undefined) keepAsOlder(place, current);
  else if (current !== undefined) bodies.drop(current.body);
  return undefined;
}

function keepAsOlder(place: VersionPlace, current: StoredObject): void {
  const { lab, bucket, key } = place;
  const order =
    current.versionId === undefined
      ? nextVersionOrder(newestOrder(place))
      : orderOfVersion(current.versionId);
  lab.s3.versions.put([bucket.name, key, order], current);
}

function newestOrder({ lab, bucket, key }: Omit<VersionPlace, "bodies">): string | undefined {
  const [row] = lab.s3.versions.range({ within: [bucket.name, key], limit: 1 });
  return row?.key[2];
}

function olderRow(
  { lab, bucket, key }: Omit<VersionPlace, "bodies">,
  versionId: string,
): { readonly key: readonly string[]; readonly value: Version } | undefined {
  if (versionId !== "null") {
    const rowKey = [bucket.name, key, orderOfVersion(versionId)];
    const value = lab.s3.versions.get(rowKey);
    return value?.versionId === versionId ? { key: rowKey, value } : undefined;
  }
  for (const row of lab.s3.versions.range({ within: [bucket.name, key] })) {
    if (row.value.versionId === undefined) return row;
  }
  return undefined;
}
