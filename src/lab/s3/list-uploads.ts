import { compareUtf8 } from "../../aws/index.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { partKey, type Upload } from "../state/s3-tables.ts";
import type { Range } from "../state/store.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { canonicalIdOf } from "./canonical-id.ts";
import { toldChecksum } from "./checksum-of-parts.ts";
import { sumElement, algorithmElements } from "./checksum-headers.ts";
import { endUpload } from "./end-upload.ts";
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
    const { lab, bucket } = call;
    await lab.bodies.transaction([], (bodies) => {
      const upload = findUpload(call);
      endUpload(lab, { bucket: bucket.name, upload }, { bodies, used: [] });
    });
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
    const after = partKey("", marker).slice(1);
    const rows = call.lab.s3.parts.range({ within: [upload.id], after, limit: limit + 1 });
    const later = [...rows].map(({ value }) => value);
    const parts = later.slice(0, limit);
    const elements = parts.map((part) =>
      wrap(
        "Part",
        element("PartNumber", part.number) +
          element("LastModified", s3Time(part.modifiedMs)) +
          element("ETag", `"${part.etag}"`) +
          element("Size", part.body.size) +
          sumElement(toldChecksum(upload, part)),
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
          algorithmElements(upload.checksum) +
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
    const { uploads, commonPrefixes, next } = uploadPage(call, { prefix, delimiter, limit });
    return xmlReply(
      s3Document(
        "ListMultipartUploadsResult",
        element("Bucket", call.bucket.name) +
          element("KeyMarker", encode(parameters.get("key-marker") ?? "")) +
          element("UploadIdMarker", parameters.get("upload-id-marker") ?? "") +
          (next === undefined
            ? ""
            : element("NextKeyMarker", encode(next.key)) + element("NextUploadIdMarker", next.id)) +
          element("Prefix", encode(prefix)) +
          (delimiter === "" ? "" : element("Delimiter", encode(delimiter))) +
          element("EncodingType", parameters.get("encoding-type")) +
          element("MaxUploads", limit) +
          element("IsTruncated", next !== undefined) +
          uploads.map((upload) => uploadElement(call, upload, encode)).join("") +
          commonPrefixes
            .map((common) => wrap("CommonPrefixes", element("Prefix", encode(common))))
            .join(""),
      ),
    );
  },
};

interface UploadPage {
  readonly uploads: readonly Upload[];
  readonly commonPrefixes: readonly string[];
  /** Where a page that more follows has ended. */
  readonly next?: { readonly key: string; readonly id: string };
}

/** Walks the uploads by key and then by time; a common prefix counts as one. */
function uploadPage(
  call: BucketCall,
  query: { readonly prefix: string; readonly delimiter: string; readonly limit: number },
): UploadPage {
  const { prefix, limit } = query;
  const uploads: Upload[] = [];
  const commonPrefixes: string[] = [];
  let next: UploadPage["next"];
  for (const { value } of call.lab.s3.uploads.range(rangeAfterMarker(call, query))) {
    if (!value.key.startsWith(prefix)) break;
    const common = commonPrefixOf(value.key, query);
    if (common !== undefined && common === commonPrefixes.at(-1)) continue;
    if (uploads.length + commonPrefixes.length >= limit) {
      return { uploads, commonPrefixes, ...(next && { next }) };
    }
    if (common === undefined) uploads.push(value);
    else commonPrefixes.push(common);
    next = common === undefined ? { key: value.key, id: value.id } : { key: common, id: "" };
  }
  return { uploads, commonPrefixes };
}

function rangeAfterMarker(
  call: BucketCall,
  { prefix, delimiter }: { readonly prefix: string; readonly delimiter: string },
): Range {
  const { parameters } = call.request;
  const keyMarker = parameters.get("key-marker") ?? "";
  const idMarker = parameters.get("upload-id-marker") ?? "";
  const within = [call.bucket.name];
  if (keyMarker === "" || compareUtf8(keyMarker, prefix) < 0) return { within, from: [prefix] };
  if (commonPrefixOf(keyMarker, { prefix, delimiter }) === keyMarker) {
    return { within, beyond: [keyMarker] };
  }
  return { within, after: idMarker === "" ? [keyMarker] : [keyMarker, idMarker] };
}

function uploadElement(call: BucketCall, upload: Upload, encode: (key: string) => string): string {
  return wrap(
    "Upload",
    element("Key", encode(upload.key)) +
      element("UploadId", upload.id) +
      ownerElements(call, upload) +
      element("Initiated", s3Time(upload.initiatedMs)) +
      algorithmElements(upload.checksum),
  );
}

function ownerElements(call: BucketCall, upload: Upload): string {
  return (
    wrap("Initiator", element("ID", upload.initiator)) +
    wrap(
      "Owner",
      element("ID", canonicalIdOf(call.lab, upload.access.owner ?? call.bucket.account)),
    ) +
    element("StorageClass", upload.description.storageClass)
  );
}
