import type { S3Access } from "../s3-requests.ts";
import { type Listed, listObjects, readObject } from "../s3-requests.ts";
import type { Place, Transfer } from "../transfer.ts";
import { listFiles, readFileSample } from "./file-tree.ts";
import { expectSameObjects, type Sample, samplesOf } from "./samples.ts";

/** Throws unless the destination has all that the source has: keys, sizes and, in samples, bytes. */
export async function compareSides(
  access: S3Access,
  { source, destination }: Transfer,
  bytes: "kept" | "forgotten",
): Promise<void> {
  const wanted = await listPlace(access, source);
  expectSameObjects(wanted, await listPlace(access, destination));
  if (bytes === "forgotten") return;
  for (const sample of samplesOf(wanted)) {
    const [there, here] = await Promise.all([
      readSample(access, source, sample),
      readSample(access, destination, sample),
    ]);
    if (!there.equals(here)) {
      throw new Error(`\`${sample.key}\` holds other bytes from ${sample.from} to ${sample.to}`);
    }
  }
}

function listPlace(access: S3Access, place: Place): Promise<readonly Listed[]> {
  switch (place.kind) {
    case "bucket":
      return listObjects(access, place.bucket);
    case "directory":
      return listFiles(place.path);
  }
}

function readSample(access: S3Access, place: Place, sample: Sample): Promise<Buffer> {
  switch (place.kind) {
    case "bucket":
      return readObject(access, { bucket: place.bucket, key: sample.key }, sample);
    case "directory":
      return readFileSample(place.path, sample);
  }
}
