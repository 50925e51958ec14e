import { escapeXml } from "../../aws/index.ts";
import { DEFAULT_CHECKSUM } from "../http/checksums.ts";
import { xmlReply } from "../http/reply.ts";
import { invalidArgument } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
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
    const { page, entries, head } = listEntries(
      call,
      after,
      parameters.get("fetch-owner") === "true",
    );
    return xmlReply(
      s3Document(
        "ListBucketResult",
        head +
          element("StartAfter", startAfter && encode(startAfter)) +
          element("ContinuationToken", token) +
          element("NextContinuationToken", page.next && writeToken(page.next)) +
          element("KeyCount", page.contents.length + page.commonPrefixes.length) +
          entries,
      ),
    );
  },
};

export const listObjects: S3Operation = {
  ...LIST,
  name: "ListObjects",
  parameters: [...COMMON_PARAMETERS, "marker"],
  run(call: BucketCall) {
    const encode = readKeyEncoding(call);
    const marker = call.request.parameters.get("marker") ?? "";
    const { page, entries, head } = listEntries(call, marker, true);
    // Without a delimiter the client goes on from the last key (API Reference, ListObjects).
    const hasNext = page.next !== undefined && call.request.parameters.get("delimiter");
    return xmlReply(
      s3Document(
        "ListBucketResult",
        head +
          element("Marker", encode(marker)) +
          (hasNext ? element("NextMarker", encode(page.next ?? "")) : "") +
          entries,
      ),
    );
  },
};

interface Entries {
  readonly page: ListPage<StoredObject>;
  readonly head: string;
  readonly entries: string;
}

/** The page that a call asks for, and the elements that both versions of the listing share. */
function listEntries(call: BucketCall, after: string, withOwner: boolean): Entries {
  const { parameters } = call.request;
  const encode = readKeyEncoding(call);
  const prefix = parameters.get("prefix") ?? "";
  const delimiter = parameters.get("delimiter") ?? "";
  const limit = readCount(call, "max-keys");
  const page = listPage(call.lab.s3.objects, call.bucket.name, { prefix, delimiter, after, limit });
  const ownerOf = withOwner ? ownerWriter(call) : (): string => "";
  const entries =
    element("MaxKeys", limit) +
    (delimiter === "" ? "" : element("Delimiter", encode(delimiter))) +
    element("EncodingType", parameters.get("encoding-type")) +
    element("IsTruncated", page.next !== undefined) +
    contentsElements(page, encode, {
      ownerOf,
      restoreOf: restoreWriter(call),
      time: createTimeWriter(),
    }) +
    page.commonPrefixes
      .map((common) => wrap("CommonPrefixes", element("Prefix", encode(common))))
      .join("");
  const head = element("Name", call.bucket.name) + element("Prefix", encode(prefix));
  return { page, head, entries };
}

function contentsElements(
  { contents }: ListPage<StoredObject>,
  encode: (key: string) => string,
  writing: Writing,
): string {
  let written = "";
  for (const [key, object] of contents) written += contentsElement(encode(key), object, writing);
  return written;
}

interface Writing {
  readonly ownerOf: (object: StoredObject) => string;
  readonly restoreOf: (object: StoredObject) => string;
  readonly time: (ms: number) => string;
}

/** Written as one text: a page has a thousand. Only keys can hold what XML must escape. */
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
