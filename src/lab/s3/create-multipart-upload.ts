import { accountCaller } from "../../policy/index.ts";
import { type ChecksumType, readChecksumAlgorithm } from "../http/checksums.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { xmlReply } from "../http/reply.ts";
import { makeUploadId } from "../random-ids.ts";
import { invalidRequest } from "../refusal.ts";
import type { Upload } from "../state/s3-tables.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { newObjectAccess } from "./acl.ts";
import { prepareAskedKey } from "./encryption-asked.ts";
import { writtenEncryptionHeaders } from "./encryption-headers.ts";
import { newEncryption } from "./encryption-keys.ts";
import { DESCRIPTION_HEADERS, readDescription } from "./description.ts";
import { noSuchBucket } from "./no-such.ts";
import { lockOfHeaders } from "./object-lock-headers.ts";
import type { S3Operation } from "./s3-call.ts";
import { writePermissions } from "./write-permissions.ts";

export const createMultipartUpload: S3Operation = {
  name: "CreateMultipartUpload",
  method: "POST",
  place: "object",
  markers: ["uploads"],
  headers: [...DESCRIPTION_HEADERS, "x-amz-checksum-algorithm", "x-amz-checksum-type"],
  prepare: prepareAskedKey,
  permissions: (call) => writePermissions(call, false),
  async run(call) {
    const { lab, bucket, key, request } = call;
    const checksum = readUploadChecksum(request);
    const { caller } = call.identity;
    const initiatedMs = lab.now();
    const id = makeUploadId(lab.random, initiatedMs);
    const { encryption, customerKey } = newEncryption(call) ?? {};
    const upload: Upload = {
      id,
      key,
      description: {
        ...readDescription(request),
        ...lockOfHeaders(call),
        ...(encryption && { encryption }),
      },
      access: newObjectAccess(call),
      initiator: accountCaller(caller)?.arn ?? "",
      initiatedMs,
      ...(checksum && { checksum }),
    };
    await lab.store.transaction(() => {
      if (lab.s3.buckets.get([bucket.name]) === undefined) throw noSuchBucket(bucket.name);
      const replacesObject = lab.s3.objects.get([bucket.name, key]) !== undefined;
      lab.s3.uploads.put([bucket.name, key, id], {
        ...upload,
        ...(replacesObject && { replacesObject }),
      });
    });
    return xmlReply(
      s3Document(
        "InitiateMultipartUploadResult",
        element("Bucket", bucket.name) + element("Key", key) + element("UploadId", id),
      ),
      {
        ...writtenEncryptionHeaders(encryption, customerKey),
        ...(checksum && {
          "x-amz-checksum-algorithm": checksum.algorithm.toUpperCase(),
          "x-amz-checksum-type": checksum.type,
        }),
      },
    );
  },
};

function readUploadChecksum(request: LabRequest): Upload["checksum"] {
  const text = headerOf(request, "x-amz-checksum-algorithm");
  const asked = headerOf(request, "x-amz-checksum-type");
  if (text === undefined) {
    if (asked === undefined) return undefined;
    throw invalidRequest(
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  }
  const algorithm = readChecksumAlgorithm(text);
  // S3 User Guide, Checking object integrity: CRC64NVME has only sums over all bytes, SHA and MD5 only composite ones.
  const type = asked?.toUpperCase() ?? (algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE");
  const isPossible = algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE";
  const takesBoth = algorithm === "crc32" || algorithm === "crc32c";
  if (isChecksumType(type) && (takesBoth || type === isPossible)) return { algorithm, type };
  throw invalidRequest(
    `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  );
}

function isChecksumType(text: string): text is ChecksumType {
  return text === "FULL_OBJECT" || text === "COMPOSITE";
}
