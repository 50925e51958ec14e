import type { Checksum, ChecksumAlgorithm, ChecksumType } from "../http/checksums.ts";
import type { Packer, RowForm } from "./row-form.ts";
import type { Segment, StoredBody } from "./stored-body.ts";
import type { DeleteMarker, StoredObject } from "./stored-object.ts";

/**
 * The form of an object whose bytes are in one place: numbers, then one text of etag, id of the bytes, content type,
 * storage class and checksum, then the bytes if they are here, and at the end, packed, the fields that few objects
 * have. A page of a listing reads a thousand of them. Any other object is packed as a whole, which begins with a byte
 * from 128 on.
 */
export const objectForm: RowForm<StoredObject> = {
  write: (object, packer) => writeShort(object, packer) ?? packer.pack(object),
  read: (bytes, packer) =>
    isShort(bytes) ? readShort(bytes, packer) : (packer.unpack(bytes, 0) as StoredObject),
};

/** The same where there are delete markers too, which are packed as a whole. */
export const versionForm: RowForm<StoredObject | DeleteMarker> = {
  write: (version, packer) =>
    "isDeleteMarker" in version ? packer.pack(version) : objectForm.write(version, packer),
  read: objectForm.read,
};

const IN_ROW = 1;
const IN_FILE = 2;
const HERE = 3;
const MODIFIED = 1;
const SIZE = 9;
/** Where the texts end, two bytes for each. */
const ENDS = 17;
const TEXTS = 7;
const TEXT = ENDS + 2 * TEXTS;
const MAX_TEXT = 0xffff;

function isShort(bytes: Buffer): boolean {
  const place = bytes[0] ?? 0;
  return place >= IN_ROW && place <= HERE;
}

function writeShort(object: StoredObject, packer: Packer): Uint8Array | undefined {
  const { body, etag, modifiedMs, contentType, storageClass, checksum, ...others } = object;
  const segment = onlySegment(object);
  if (segment === undefined) return undefined;
  const texts = [etag, segment.id, contentType, storageClass, ...textsOf(checksum)];
  const text = texts.join("");
  if (text.length > MAX_TEXT || /[^\0-\xff]/.test(text)) return undefined;
  const rest = Object.keys(others).length === 0 ? NOTHING : packer.pack(others);
  const { bytes: own = NOTHING } = segment;
  const bytes = Buffer.allocUnsafe(TEXT + text.length + own.length + rest.length);
  bytes[0] = placeOf(segment);
  bytes.writeDoubleLE(modifiedMs, MODIFIED);
  bytes.writeDoubleLE(body.size, SIZE);
  let end = 0;
  for (const [i, { length }] of texts.entries()) {
    end += length;
    bytes.writeUInt16LE(end, ENDS + 2 * i);
  }
  bytes.write(text, TEXT, "latin1");
  bytes.set(own, TEXT + end);
  bytes.set(rest, TEXT + end + own.length);
  return bytes;
}

const NOTHING = new Uint8Array();

function placeOf({ isFile, bytes }: Segment): number {
  if (isFile === true) return IN_FILE;
  return bytes === undefined ? IN_ROW : HERE;
}

function textsOf(checksum: Checksum | undefined): readonly string[] {
  return checksum === undefined
    ? ["", "", ""]
    : [checksum.algorithm, checksum.type, checksum.value];
}

/** The segment that is the whole body, as it is. */
function onlySegment({ body }: StoredObject): Segment | undefined {
  const [only, ...others] = body.segments;
  if (only === undefined || others.length > 0 || only.size !== body.size) return undefined;
  return only.iv === undefined ? only : undefined;
}

function readShort(bytes: Buffer, packer: Packer): StoredObject {
  const text = bytes.toString("latin1", TEXT, TEXT + endOf(bytes, TEXTS - 1));
  const object = readFields(bytes, text);
  const end = TEXT + text.length + (bytes[0] === HERE ? object.body.size : 0);
  return end === bytes.length ? object : Object.assign(object, packer.unpack(bytes, end));
}

/** Two literals, as it takes longer to add a field, or to copy all, than to read the others. */
function readFields(bytes: Buffer, text: string): StoredObject {
  const etagEnd = endOf(bytes, 0);
  const idEnd = endOf(bytes, 1);
  const contentTypeEnd = endOf(bytes, 2);
  const storageClassEnd = endOf(bytes, 3);
  const size = bytes.readDoubleLE(SIZE);
  const id = text.slice(etagEnd, idEnd);
  const body: StoredBody = { size, segments: [readSegment(bytes, { id, size }, text.length)] };
  const etag = text.slice(0, etagEnd);
  const modifiedMs = bytes.readDoubleLE(MODIFIED);
  const contentType = text.slice(idEnd, contentTypeEnd);
  const storageClass = text.slice(contentTypeEnd, storageClassEnd);
  if (storageClassEnd === text.length) return { body, etag, modifiedMs, contentType, storageClass };
  const checksum = readChecksum(bytes, text);
  return { body, etag, modifiedMs, contentType, storageClass, checksum };
}

function readSegment(
  bytes: Buffer,
  { id, size }: Pick<Segment, "id" | "size">,
  textLength: number,
): Segment {
  if (bytes[0] === IN_ROW) return { id, size };
  if (bytes[0] === IN_FILE) return { id, size, isFile: true };
  const start = TEXT + textLength;
  return { id, size, bytes: Buffer.from(bytes.subarray(start, start + size)) };
}

function readChecksum(bytes: Buffer, text: string): Checksum {
  const algorithmEnd = endOf(bytes, 4);
  const typeEnd = endOf(bytes, 5);
  return {
    algorithm: text.slice(endOf(bytes, 3), algorithmEnd) as ChecksumAlgorithm,
    type: text.slice(algorithmEnd, typeEnd) as ChecksumType,
    value: text.slice(typeEnd),
  };
}

function endOf(bytes: Buffer, text: number): number {
  return bytes.readUInt16LE(ENDS + 2 * text);
}
