import { escapeXml } from "../../aws/index.ts";
import { DEFAULT_CHECKSUM } from "../http/checksums.ts";
import { type Reply, xmlReply } from "../http/reply.ts";
import { invalidArgument } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { openLongDocument } from "../xml/long-document.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { algorithmElements } from "./checksum-headers.ts";
import { ownerWriter } from "./list-owner.ts";
import { type ListPage, listPage } from "./list-page.ts";
import { listingContext, readCount, readKeyEncoding } from "./listing-parameters.ts";
import { OPTIONAL_ATTRIBUTES, restoreWriter } from "./restore-status.ts";
import { createTimeWriter } from "./s3-time.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";

const COMMON_PARAMETERS = ["prefix", "delimiter", "max-keys", "encoding-type"];

const LIST = {
  method: "GET",
  place: "bucket",
  headers: [OPTIONAL_ATTRIBUTES],
  permissions: (call: BucketCall) => [
    bucketPermission(call.bucket, "s3:ListBucket", listingContext(call)),
  ],
} as const;

export const listObjectsV2: S3Operation = {
  ...LIST,
  name: "ListObjectsV2",
  markers: ["list-type"],
  parameters: [...COMMON_PARAMETERS, "start-after", "continuation-token", "fetch-owner"],
  run(call: BucketCall) {
    const { parameters } = call.request;
    const type = parameters.get("list-type") ?? "";
    if (type !== "2")
      throw invalidArgument("Invalid List Type specified in Request", "list-type", type);
    const encode = readKeyEncoding(call);
    const startAfter = parameters.get("start-after");
    const token = parameters.get("continuation-token");
    const after = token === undefined ? (startAfter ?? "") : readToken(token);
    const page = readPage(call, after);
    const place =
      element("StartAfter", startAfter && encode(startAfter)) +
      element("ContinuationToken", token) +
      element("NextContinuationToken", page.next && writeToken(page.next)) +
      element("KeyCount", page.contents.length + page.commonPrefixes.length);
    return pageReply(call, page, {
      place,
      ownerOf: parameters.get("fetch-owner") === "true" ? ownerWriter(call) : () => "",
    });
  },
};

export const listObjects: S3Operation = {
  ...LIST,
  name: "ListObjects",
  parameters: [...COMMON_PARAMETERS, "marker"],
  run(call: BucketCall) {
    const encode = readKeyEncoding(call);
    const marker = call.request.parameters.get("marker") ?? "";
    const page = readPage(call, marker);
    // Without a delimiter the client goes on from the last key (API Reference, ListObjects).
    const hasNext = page.next !== undefined && call.request.parameters.get("delimiter");
    const place =
      element("Marker", encode(marker)) +
      (hasNext ? element("NextMarker", encode(page.next ?? "")) : "");
    return pageReply(call, page, { place, ownerOf: ownerWriter(call) });
  },
};

type ObjectPage = ListPage<StoredObject>;

function readPage(call: BucketCall, after: string): ObjectPage {
  const { parameters } = call.request;
  return listPage(call.lab.s3.objects, call.bucket.name, {
    prefix: parameters.get("prefix") ?? "",
    delimiter: parameters.get("delimiter") ?? "",
    after,
    limit: readCount(call, "max-keys"),
  });
}

interface Telling {
  /** Elements that say which page it is. */
  readonly place: string;
  readonly ownerOf: (object: StoredObject) => string;
}

function pageReply(call: BucketCall, page: ObjectPage, { place, ownerOf }: Telling): Reply {
  const { parameters } = call.request;
  const encode = readKeyEncoding(call);
  const delimiter = parameters.get("delimiter") ?? "";
  const document = openLongDocument("ListBucketResult");
  document.add(
    element("Name", call.bucket.name) +
      element("Prefix", encode(parameters.get("prefix") ?? "")) +
      place +
      element("MaxKeys", readCount(call, "max-keys")) +
      (delimiter === "" ? "" : element("Delimiter", encode(delimiter))) +
      element("EncodingType", parameters.get("encoding-type")) +
      element("IsTruncated", page.next !== undefined),
  );
  const writing = { ownerOf, restoreOf: restoreWriter(call), time: createTimeWriter() };
  for (const [key, object] of page.contents) {
    document.add(contentsElement(encode(key), object, writing));
  }
  for (const common of page.commonPrefixes) {
    document.add(wrap("CommonPrefixes", element("Prefix", encode(common))));
  }
  return xmlReply(document.end());
}

interface Writing extends Pick<Telling, "ownerOf"> {
  readonly restoreOf: (object: StoredObject) => string;
  readonly time: (ms: number) => string;
}

/** Only keys can hold what XML must escape. */
function contentsElement(key: string, object: StoredObject, writing: Writing): string {
  const { ownerOf, restoreOf, time } = writing;
  const { checksum, body, etag, modifiedMs, storageClass } = object;
  // Whatever came without a sum has the one that S3 makes.
  const sums = algorithmElements(checksum ?? DEFAULT_CHECKSUM);
  return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${time(modifiedMs)}</LastModified><ETag>&quot;${etag}&quot;</ETag>${sums}<Size>${body.size}</Size>${ownerOf(object)}<StorageClass>${storageClass}</StorageClass>${restoreOf(object)}</Contents>`;
}

function writeToken(next: string): string {
  return Buffer.from(`1${next}`).toString("base64url");
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (text.startsWith("1") && writeToken(text.slice(1)) === token) return text.slice(1);
  throw invalidArgument(
    "The continuation token provided is incorrect",
    "continuation-token",
    token,
  );
}
