import type { BodyChanges } from "../state/bodies.ts";
import type { LabState } from "../state/lab-state.ts";
import { partKey, type StoredPart, type Upload } from "../state/s3-tables.ts";

/** Takes an upload and its parts away, in a transaction; the bytes of `used` parts live on. */
export function endUpload(
  lab: LabState,
  { bucket, upload }: { readonly bucket: string; readonly upload: Upload },
  { bodies, used }: { readonly bodies: BodyChanges; readonly used: readonly StoredPart[] },
): void {
  const numbers = new Set(used.map(({ number }) => number));
  for (const { value: part } of lab.s3.parts.range({ within: [upload.id] })) {
    lab.s3.parts.delete(partKey(upload.id, part.number));
    if (!numbers.has(part.number)) bodies.drop(part.body);
  }
  lab.s3.uploads.delete([bucket, upload.key, upload.id]);
}
