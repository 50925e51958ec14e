import { createHash } from "node:crypto";
import type { Checksum } from "../http/checksums.ts";
import { headerOf } from "../http/lab-request.ts";
import { type Reply, xmlReply } from "../http/reply.ts";
import { invalidRequest, Refusal } from "../refusal.ts";
import type { StoredBody } from "../state/stored-body.ts";
import type { ObjectEncryption, StoredObject } from "../state/stored-object.ts";
import { partKey, type StoredPart, type Upload } from "../state/s3-tables.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { checksumElements } from "./checksum-headers.ts";
import {
  checksumOfParts,
  requirePartSums,
  requireSameChecksum,
  toldChecksum,
} from "./checksum-of-parts.ts";
import { completedObject } from "./completed-upload.ts";
import { CUSTOMER_KEY_HEADERS } from "./encryption-customer.ts";
import { encryptionHeaders } from "./encryption-headers.ts";
import { keysOf } from "./encryption-keys.ts";
import { endUpload } from "./end-upload.ts";
import { uploadIdOf, uploadOf } from "./find-upload.ts";
import { lockByDefault } from "./object-lock-retention.ts";
import { type NamedPart, readCompletion } from "./read-completion.ts";
import { noSuchUpload } from "./no-such.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { putRow, versionHeader } from "./store-object.ts";
import { conditionPermissions, requireUploadConditions } from "./write-conditions.ts";

const MIN_PART = 5 * 1024 * 1024;
// 10,000 parts with their sums.
const MAX_DOCUMENT = 8 * 1024 * 1024;

export const completeMultipartUpload: S3Operation = {
  name: "CompleteMultipartUpload",
  method: "POST",
  place: "object",
  markers: ["uploadId"],
  headers: ["x-amz-checksum-type", "x-amz-mp-object-size", ...CUSTOMER_KEY_HEADERS],
  permissions: (call) => [
    {
      ...objectPermission(call, "s3:PutObject", { "s3:objectcreationoperation": "true" }),
      ...keysOf(call, encryptionOfUpload(call), "multipartWrite"),
    },
    ...conditionPermissions(call),
  ],
  async run(call) {
    const { lab, bucket } = call;
    const isKnown = uploadOf(call) !== undefined || completedObject(call) !== undefined;
    if (!isKnown) throw noSuchUpload(uploadIdOf(call));
    const named = readCompletion(await call.payload.text(MAX_DOCUMENT, "ofObject"));
    const upload = uploadOf(call);
    if (upload === undefined) return completedBefore(call, named);
    requirePartSums(upload, named);
    const parts = partsOf(call, upload, named);
    requireObjectSize(call, joinParts(parts).size);
    requireUploadConditions(call, upload);
    const checksum = checksumOfParts(upload, parts);
    requireSameChecksum(call.request, checksum);
    return lab.bodies.transaction([], (bodies) => {
      if (uploadOf(call) === undefined) return completedBefore(call, named);
      // A part may have been sent again meanwhile: then it has to be the same one.
      const used = partsOf(call, upload, named);
      endUpload(lab, { bucket: bucket.name, upload }, { bodies, used });
      const modifiedMs = lab.now();
      const object = {
        ...lockByDefault(bucket.objectLock, modifiedMs),
        ...upload.description,
        ...upload.access,
        body: joinParts(used),
        etag: etagOf(used),
        modifiedMs,
        uploadId: upload.id,
        partSizes: used.map((part) => part.body.size),
        checksum,
        ...(upload.checksum && { partSums: used.map((part) => part.checksum.value) }),
      };
      return completion(call, object, putRow(call, object, bodies));
    });
  },
};

/** The answer to an upload that was completed before, if of these parts. */
function completedBefore(call: ObjectCall, named: readonly NamedPart[]): Reply {
  const object = completedObject(call);
  if (object?.etag !== etagOf(named)) throw noSuchUpload(uploadIdOf(call));
  return completion(call, object);
}

function completion(
  { bucket, key }: ObjectCall,
  { etag, checksum, encryption, versionId }: StoredObject,
  version = versionHeader(bucket, versionId),
): Reply {
  return xmlReply(
    s3Document(
      "CompleteMultipartUploadResult",
      element("Location", `/${bucket.name}/${key}`) +
        element("Bucket", bucket.name) +
        element("Key", key) +
        element("ETag", `"${etag}"`) +
        checksumElements(checksum),
    ),
    { ...encryptionHeaders(encryption), ...version },
  );
}

function encryptionOfUpload(call: ObjectCall): ObjectEncryption | undefined {
  const upload = uploadOf(call);
  return upload === undefined ? completedObject(call)?.encryption : upload.description.encryption;
}

/** The stored parts that a completion names: in order, as they were uploaded, large enough. */
function partsOf(
  { lab }: ObjectCall,
  upload: Upload,
  named: readonly NamedPart[],
): readonly StoredPart[] {
  const isOrdered = named.every(({ number }, i) => number > (named[i - 1]?.number ?? 0));
  if (!isOrdered) throw invalidPartOrder(upload.id);
  const parts = named.map((name) => {
    const part = lab.s3.parts.get(partKey(upload.id, name.number));
    if (part?.etag !== name.etag || !hasSameSum(toldChecksum(upload, part), name))
      throw invalidPart(upload.id, name);
    return part;
  });
  const small = parts.slice(0, -1).find((part) => part.body.size < MIN_PART);
  if (small !== undefined) throw tooSmall(small);
  return parts;
}

function hasSameSum(told: Checksum | undefined, { checksum }: NamedPart): boolean {
  if (checksum === undefined) return true;
  return told?.algorithm === checksum.algorithm && told.value === checksum.value;
}

function joinParts(parts: readonly StoredPart[]): StoredBody {
  return {
    size: parts.reduce((sum, part) => sum + part.body.size, 0),
    segments: parts.flatMap((part) => part.body.segments),
  };
}

function etagOf(parts: readonly { readonly etag: string }[]): string {
  const md5 = createHash("md5");
  for (const part of parts) md5.update(Buffer.from(part.etag, "hex"));
  return `${md5.digest("hex")}-${parts.length}`;
}

function requireObjectSize(call: ObjectCall, size: number): void {
  const text = headerOf(call.request, "x-amz-mp-object-size");
  if (text === undefined || text === String(size)) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${text} does not match what was computed: ${size}`,
  );
}

function invalidPartOrder(uploadId: string): Refusal {
  return new Refusal({
    code: "InvalidPartOrder",
    status: 400,
    message: "The list of parts was not in ascending order. Parts must be ordered by part number.",
    elements: { UploadId: uploadId },
  });
}

function invalidPart(uploadId: string, part: NamedPart): Refusal {
  return new Refusal({
    code: "InvalidPart",
    status: 400,
    message:
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    elements: { UploadId: uploadId, PartNumber: String(part.number), ETag: part.etag },
  });
}

function tooSmall(part: StoredPart): Refusal {
  return new Refusal({
    code: "EntityTooSmall",
    status: 400,
    message: "Your proposed upload is smaller than the minimum allowed size",
    elements: {
      ProposedSize: String(part.body.size),
      MinSizeAllowed: String(MIN_PART),
      PartNumber: String(part.number),
      ETag: part.etag,
    },
  });
}
