import { compareUtf8 } from "../../aws/index.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import type { Upload } from "../state/buckets.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { canonicalIdOf } from "./canonical-id.ts";
import { checksumElements } from "./checksum-headers.ts";
import { findUpload } from "./find-upload.ts";
import { commonPrefixOf } from "./list-page.ts";
import { readCount, readKeyEncoding } from "./listing-parameters.ts";
import {
  bucketPermission,
  type BucketCall,
  objectPermission,
  type S3Operation,
} from "./s3-call.ts";
import { s3Time } from "./s3-time.ts";

export const abortMultipartUpload: S3Operation = {
  name: "AbortMultipartUpload",
  method: "DELETE",
  place: "object",
  markers: ["uploadId"],
  permissions: (call) => [objectPermission(call, "s3:AbortMultipartUpload")],
  async run(call) {
    const upload = findUpload(call);
    call.bucket.uploads.delete(upload.id);
    for (const part of upload.parts.values()) await call.lab.bodies.discard(part.body);
    return emptyReply(204);
  },
};

export const listParts: S3Operation = {
  name: "ListParts",
  method: "GET",
  place: "object",
  markers: ["uploadId"],
  parameters: ["max-parts", "part-number-marker", "encoding-type"],
  permissions: (call) => [objectPermission(call, "s3:ListMultipartUploadParts")],
  run(call) {
    const upload = findUpload(call);
    const encode = readKeyEncoding(call);
    const limit = readCount(call, "max-parts");
    const marker = Number(call.request.parameters.get("part-number-marker") ?? "0");
    const later = [...upload.parts.values()]
      .filter((part) => part.number > marker)
      .sort((a, b) => a.number - b.number);
    const parts = later.slice(0, limit);
    const elements = parts.map((part) =>
      wrap(
        "Part",
        element("PartNumber", part.number) +
          element("LastModified", s3Time(part.modifiedMs)) +
          element("ETag", `"${part.etag}"`) +
          element("Size", part.body.size) +
          checksumElements(part.checksum),
      ),
    );
    return xmlReply(
      s3Document(
        "ListPartsResult",
        element("Bucket", call.bucket.name) +
          element("Key", encode(call.key)) +
          element("UploadId", upload.id) +
          ownerElements(call, upload) +
          element("PartNumberMarker", marker) +
          element("NextPartNumberMarker", parts.at(-1)?.number ?? marker) +
          element("MaxParts", limit) +
          element("EncodingType", call.request.parameters.get("encoding-type")) +
          element("IsTruncated", later.length > parts.length) +
          elements.join(""),
      ),
    );
  },
};

export const listMultipartUploads: S3Operation = {
  name: "ListMultipartUploads",
  method: "GET",
  place: "bucket",
  markers: ["uploads"],
  parameters: [
    "prefix",
    "delimiter",
    "key-marker",
    "upload-id-marker",
    "max-uploads",
    "encoding-type",
  ],
  permissions: (call) => [bucketPermission(call.bucket, "s3:ListBucketMultipartUploads")],
  run(call) {
    const { parameters } = call.request;
    const encode = readKeyEncoding(call);
    const limit = readCount(call, "max-uploads");
    const prefix = parameters.get("prefix") ?? "";
    const delimiter = parameters.get("delimiter") ?? "";
    const later = uploadsAfterMarker(call).filter((upload) => upload.key.startsWith(prefix));
    const commons = new Set<string>();
    const direct = later.filter((upload) => {
      const common = commonPrefixOf(upload.key, { prefix, delimiter });
      if (common !== undefined) commons.add(common);
      return common === undefined;
    });
    const page = direct.slice(0, limit);
    const last = page.at(-1);
    const isTruncated = direct.length > page.length;
    return xmlReply(
      s3Document(
        "ListMultipartUploadsResult",
        element("Bucket", call.bucket.name) +
          element("KeyMarker", encode(parameters.get("key-marker") ?? "")) +
          element("UploadIdMarker", parameters.get("upload-id-marker") ?? "") +
          (isTruncated && last
            ? element("NextKeyMarker", encode(last.key)) + element("NextUploadIdMarker", last.id)
            : "") +
          element("Prefix", encode(prefix)) +
          (delimiter === "" ? "" : element("Delimiter", encode(delimiter))) +
          element("EncodingType", parameters.get("encoding-type")) +
          element("MaxUploads", limit) +
          element("IsTruncated", isTruncated) +
          page.map((upload) => uploadElement(call, upload, encode)).join("") +
          [...commons]
            .map((common) => wrap("CommonPrefixes", element("Prefix", encode(common))))
            .join(""),
      ),
    );
  },
};

function uploadsAfterMarker(call: BucketCall): readonly Upload[] {
  const { parameters } = call.request;
  const keyMarker = parameters.get("key-marker") ?? "";
  const idMarker = parameters.get("upload-id-marker") ?? "";
  return [...call.bucket.uploads.values()]
    .sort(
      (a, b) =>
        compareUtf8(a.key, b.key) || a.initiatedMs - b.initiatedMs || compareUtf8(a.id, b.id),
    )
    .filter((upload, position, all) => {
      const byKey = compareUtf8(upload.key, keyMarker);
      if (keyMarker === "" || byKey > 0) return true;
      const marked = all.findIndex((other) => other.id === idMarker);
      return byKey === 0 && marked >= 0 && position > marked;
    });
}

function uploadElement(call: BucketCall, upload: Upload, encode: (key: string) => string): string {
  return wrap(
    "Upload",
    element("Key", encode(upload.key)) +
      element("UploadId", upload.id) +
      ownerElements(call, upload) +
      element("Initiated", s3Time(upload.initiatedMs)),
  );
}

function ownerElements(call: BucketCall, upload: Upload): string {
  return (
    wrap("Initiator", element("ID", upload.initiator)) +
    wrap("Owner", element("ID", canonicalIdOf(call.bucket.account))) +
    element("StorageClass", upload.description.storageClass)
  );
}
