import { type Checksum, createRunningSum, DEFAULT_CHECKSUM } from "../http/checksums.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { readObjectBytes } from "./encryption-bodies.ts";
import type { SealedPlace } from "./encryption-keys.ts";
import { findVersion, isDeleteMarker, replaceVersion } from "./version-rows.ts";

/**
 * The sum of an object; S3 has one of every object. Where a large body came without any, it is made when
 * somebody asks for it, and kept: made with every such write it would slow that down by a third.
 */
export async function checksumOfObject(
  place: SealedPlace,
  object: StoredObject,
): Promise<Checksum> {
  if (object.checksum !== undefined) return object.checksum;
  const sum = createRunningSum(DEFAULT_CHECKSUM.algorithm);
  for await (const piece of readObjectBytes(place, object)) sum.update(piece);
  const value = Buffer.from(sum.digest()).toString("base64");
  const checksum = { ...DEFAULT_CHECKSUM, value };
  await place.lab.store.transaction(() => {
    const found = findVersion(place, object.versionId ?? "null");
    if (found === undefined || isDeleteMarker(found)) return;
    // It may have been written again meanwhile.
    const isSame = found.etag === object.etag && found.modifiedMs === object.modifiedMs;
    if (isSame) replaceVersion(place, { ...found, checksum });
  });
  return checksum;
}
