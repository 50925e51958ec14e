import { createHash } from "node:crypto";

/** The files of a published inventory by their keys, its `manifest.json` among them. */
export type PublishedFiles = ReadonlyMap<string, Uint8Array>;

/** Where S3 would put it. */
export const MANIFEST = "inv/source/daily/2026-11-22T01-00Z/manifest.json";

/** What S3 writes for an inventory with these data files. */
export function publish(
  files: Readonly<Record<string, Uint8Array>>,
  fields: Readonly<Record<string, unknown>>,
): PublishedFiles {
  const named = Object.entries(files).map(
    ([name, body]) => [`inv/source/daily/data/${name}`, body] as const,
  );
  const manifest = JSON.stringify({
    version: "2016-11-30",
    fileFormat: "CSV",
    fileSchema: "Bucket, Key, Size, LastModifiedDate, ETag, StorageClass",
    files: named.map(([key, body]) => ({ key, size: body.length, MD5checksum: md5(body) })),
    ...fields,
  });
  return new Map([
    ...named,
    [MANIFEST, Buffer.from(manifest)],
    [MANIFEST.replace("json", "checksum"), Buffer.from(md5(Buffer.from(manifest)))],
  ]);
}

function md5(body: Uint8Array): string {
  return createHash("md5").update(body).digest("hex");
}
