import type { Permission } from "../authorize.ts";
import { type ChecksumAlgorithm, createRunningSum, DEFAULT_CHECKSUM } from "../http/checksums.ts";
import { declaredChecksum } from "../http/declared-checksum.ts";
import { headerOf } from "../http/lab-request.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { invalidArgument, invalidRequest, Refusal } from "../refusal.ts";
import type { BodyStore } from "../state/bodies.ts";
import { partKey, type StoredPart, type Upload } from "../state/s3-tables.ts";
import type { ReceivedBody } from "../state/stored-body.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import type { Slice } from "./byte-range.ts";
import { partChecksumHeader, sumElement } from "./checksum-headers.ts";
import { toldChecksum } from "./checksum-of-parts.ts";
import {
  COPY_SOURCE_HEADERS,
  findCopySource,
  sourceCallOf,
  sourcePermission,
} from "./copy-source.ts";
import { CUSTOMER_KEY_HEADERS, readCustomerKey } from "./encryption-customer.ts";
import { readPartKey } from "./encryption-of-part.ts";
import { readObjectBytes, receiverOf } from "./encryption-bodies.ts";
import { encryptionHeaders } from "./encryption-headers.ts";
import { dataKeyOf, keysOf } from "./encryption-keys.ts";
import { findUpload, readPartNumber } from "./find-upload.ts";
import { requirePartIntegrity } from "./object-lock-headers.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { s3Time } from "./s3-time.ts";

const MARKERS = ["partNumber", "uploadId"];
const NOT_A_CREATION = { "s3:objectcreationoperation": "false" };

export const uploadPart: S3Operation = {
  name: "UploadPart",
  method: "PUT",
  place: "object",
  markers: MARKERS,
  headers: CUSTOMER_KEY_HEADERS,
  permissions: (call) => [partPermission(call)],
  async run(call) {
    const number = readPartNumber(call);
    const upload = findUpload(call);
    const { algorithm } = upload.checksum ?? DEFAULT_CHECKSUM;
    requirePartIntegrity(call, upload.description);
    requireSameAlgorithm(upload, declaredChecksum(call.request)?.algorithm);
    const { body, checksum, sent } = await call.payload.storeSummed(
      partReceiver(call, upload),
      algorithm,
    );
    const etag = Buffer.from(body.md5).toString("hex");
    const part = {
      number,
      etag,
      modifiedMs: call.lab.now(),
      checksum,
      ...(sent && { sent }),
    };
    await keepPart(call, { upload, part, body });
    return emptyReply(200, {
      etag: `"${etag}"`,
      ...partEncryptionHeaders(call, upload),
      ...partChecksumHeader(toldChecksum(upload, part)),
    });
  },
};

export const uploadPartCopy: S3Operation = {
  name: "UploadPartCopy",
  method: "PUT",
  place: "object",
  markers: MARKERS,
  markerHeader: "x-amz-copy-source",
  headers: [...COPY_SOURCE_HEADERS, "x-amz-copy-source-range", ...CUSTOMER_KEY_HEADERS],
  permissions: (call) => [sourcePermission(call), partPermission(call)],
  async run(call) {
    const number = readPartNumber(call);
    const upload = findUpload(call);
    const source = findCopySource(sourceCallOf(call));
    const range = readCopyRange(call, source.body.size);
    const { algorithm } = upload.checksum ?? DEFAULT_CHECKSUM;
    const sum = createRunningSum(algorithm);
    const body = await partReceiver(call, upload).receive(
      (async function* pieces() {
        for await (const piece of readObjectBytes(sourceCallOf(call), source, range)) {
          sum.update(piece);
          yield piece;
        }
      })(),
    );
    const part: Omit<StoredPart, "body"> = {
      number,
      etag: Buffer.from(body.md5).toString("hex"),
      modifiedMs: call.lab.now(),
      checksum: {
        algorithm,
        type: "FULL_OBJECT",
        value: Buffer.from(sum.digest()).toString("base64"),
      },
    };
    await keepPart(call, { upload, part, body });
    return xmlReply(
      s3Document(
        "CopyPartResult",
        element("LastModified", s3Time(part.modifiedMs)) +
          element("ETag", `"${part.etag}"`) +
          sumElement(toldChecksum(upload, part)),
      ),
      partEncryptionHeaders(call, upload),
    );
  },
};

function partPermission(call: ObjectCall): Permission {
  const { lab, bucket, key, request } = call;
  const id = request.parameters.get("uploadId") ?? "";
  const upload = lab.s3.uploads.get([bucket.name, key, id]);
  return {
    ...objectPermission(call, "s3:PutObject", NOT_A_CREATION),
    ...keysOf(call, upload?.description.encryption, "multipartWrite"),
  };
}

function partReceiver(call: ObjectCall, { description }: Upload): Pick<BodyStore, "receive"> {
  const { encryption } = description;
  const customerKey = readPartKey(call, encryption);
  return receiverOf(call.lab, encryption && dataKeyOf({ ...call, customerKey }, encryption));
}

function partEncryptionHeaders(
  { request }: ObjectCall,
  { description }: Upload,
): Readonly<Record<string, string>> {
  return encryptionHeaders(description.encryption, readCustomerKey(request));
}

/** A part is summed as its upload is; only a sum over sums takes one from every part. */
function requireSameAlgorithm({ checksum }: Upload, sent: ChecksumAlgorithm | undefined): void {
  const expected = checksum?.algorithm;
  if (expected === undefined || expected === sent) return;
  if (sent === undefined && checksum?.type === "FULL_OBJECT") return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${sent ?? "null"}`,
  );
}

interface NewPart {
  readonly upload: Upload;
  readonly part: Omit<StoredPart, "body">;
  readonly body: ReceivedBody;
}

/** Keeps a part, in place of an earlier one of its number, unless the upload has ended meanwhile. */
function keepPart(call: ObjectCall, { upload, part, body }: NewPart): Promise<void> {
  const { bodies, s3 } = call.lab;
  return bodies.transaction([body], (changes) => {
    findUpload(call);
    const place = partKey(upload.id, part.number);
    const replaced = s3.parts.get(place);
    s3.parts.put(place, { ...part, body: changes.keep(body) });
    if (replaced !== undefined) changes.drop(replaced.body);
  });
}

function readCopyRange(call: ObjectCall, size: number): Slice {
  const name = "x-amz-copy-source-range";
  const text = headerOf(call.request, name);
  if (text === undefined) return { start: 0, end: size };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      name,
      text,
    );
  }
  if (Number(last) < size) return { start: Number(first), end: Number(last) + 1 };
  throw new Refusal({
    code: "InvalidArgument",
    status: 400,
    message: `Range specified is not valid for source object of size: ${size}`,
    elements: { ArgumentName: name, ArgumentValue: text },
  });
}
