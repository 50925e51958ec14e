import { compareUtf8 } from "../../aws/index.ts";
import { DEFAULT_CHECKSUM } from "../http/checksums.ts";
import { xmlReply } from "../http/reply.ts";
import { invalidArgument } from "../refusal.ts";
import type { Row } from "../state/store.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { algorithmElements } from "./checksum-headers.ts";
import { ownerWriter } from "./list-owner.ts";
import { commonPrefixOf } from "./list-page.ts";
import { listingContext, readCount, readKeyEncoding } from "./listing-parameters.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";
import { OPTIONAL_ATTRIBUTES, restoreWriter } from "./restore-status.ts";
import { s3Time } from "./s3-time.ts";
import { readVersionId } from "./version-id.ts";
import { isDeleteMarker, type Version } from "./version-rows.ts";

export const listObjectVersions: S3Operation = {
  name: "ListObjectVersions",
  method: "GET",
  place: "bucket",
  markers: ["versions"],
  parameters: [
    "prefix",
    "delimiter",
    "max-keys",
    "encoding-type",
    "key-marker",
    "version-id-marker",
  ],
  headers: [OPTIONAL_ATTRIBUTES],
  permissions: (call) => [
    bucketPermission(call.bucket, "s3:ListBucketVersions", listingContext(call)),
  ],
  run(call) {
    const { parameters } = call.request;
    const encode = readKeyEncoding(call);
    const limit = readCount(call, "max-keys");
    const marker = readMarker(call);
    const query = {
      prefix: parameters.get("prefix") ?? "",
      delimiter: parameters.get("delimiter") ?? "",
      limit,
    };
    const writing = { encode, ownerOf: ownerWriter(call), restoreOf: restoreWriter(call) };
    const { versions, commonPrefixes, next } = versionPage(call, query, marker);
    return xmlReply(
      s3Document(
        "ListVersionsResult",
        element("Name", call.bucket.name) +
          element("Prefix", encode(query.prefix)) +
          element("KeyMarker", encode(marker.key)) +
          element("VersionIdMarker", marker.versionId ?? "") +
          (next === undefined
            ? ""
            : element("NextKeyMarker", encode(next.key)) +
              element("NextVersionIdMarker", next.versionId)) +
          element("MaxKeys", limit) +
          (query.delimiter === "" ? "" : element("Delimiter", encode(query.delimiter))) +
          element("EncodingType", parameters.get("encoding-type")) +
          element("IsTruncated", next !== undefined) +
          versions.map((listed) => versionElement(listed, writing)).join("") +
          commonPrefixes
            .map((common) => wrap("CommonPrefixes", element("Prefix", encode(common))))
            .join(""),
      ),
    );
  },
};

interface Marker {
  readonly key: string;
  readonly versionId?: string;
}

function readMarker({ request: { parameters } }: BucketCall): Marker {
  const key = parameters.get("key-marker") ?? "";
  const text = parameters.get("version-id-marker") ?? "";
  if (text === "") return { key };
  if (key === "") {
    throw invalidArgument(
      "A version-id marker cannot be specified without a key marker.",
      "version-id-marker",
      text,
    );
  }
  const versionId = readVersionId(text);
  return { key, ...(versionId !== undefined && { versionId }) };
}

interface Listed {
  readonly key: string;
  readonly version: Version;
  readonly isLatest: boolean;
}

interface VersionPage {
  readonly versions: readonly Listed[];
  readonly commonPrefixes: readonly string[];
  readonly next?: Marker;
}

interface VersionQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
}

function versionPage(call: BucketCall, query: VersionQuery, marker: Marker): VersionPage {
  const versions: Listed[] = [];
  const commonPrefixes: string[] = [];
  let next: Marker | undefined;
  for (const listed of allVersions(call, query.prefix, marker)) {
    const common = commonPrefixOf(listed.key, query);
    if (common !== undefined && common === (commonPrefixes.at(-1) ?? commonOf(marker, query))) {
      continue;
    }
    if (versions.length + commonPrefixes.length >= query.limit) {
      return { versions, commonPrefixes, ...(next && { next }) };
    }
    if (common === undefined) {
      versions.push(listed);
      next = { key: listed.key, versionId: idOf(listed.version) };
    } else {
      commonPrefixes.push(common);
      next = { key: common };
    }
  }
  return { versions, commonPrefixes };
}

/** A page that ended with a common prefix goes on behind all of its keys. */
function commonOf({ key, versionId }: Marker, query: VersionQuery): string | undefined {
  return versionId === undefined && key.startsWith(query.prefix)
    ? commonPrefixOf(key, query)
    : undefined;
}

/** Every version behind the marker, by key and then newest first: two walks, merged. */
function* allVersions(call: BucketCall, prefix: string, marker: Marker): Generator<Listed> {
  const { lab, bucket } = call;
  const from = compareUtf8(marker.key, prefix) > 0 ? marker.key : prefix;
  const range = { within: [bucket.name], from: [from] };
  const current = lab.s3.objects.range(range)[Symbol.iterator]();
  const older = lab.s3.versions.range(range)[Symbol.iterator]();
  let object = nextRow(current);
  let version = nextRow(older);
  let latest: string | undefined;
  /** Of the marker's own key, only what comes after the version it names is still to be listed. */
  let hasPassed = false;
  while (object !== undefined || version !== undefined) {
    const isObject =
      version === undefined ||
      (object !== undefined && compareUtf8(keyOf(object), keyOf(version)) <= 0);
    const row: Row<Version> | undefined = isObject ? object : version;
    if (row === undefined) return;
    if (isObject) object = nextRow(current);
    else version = nextRow(older);
    const key = keyOf(row);
    if (!key.startsWith(prefix)) return;
    const listed = { key, version: row.value, isLatest: key !== latest };
    latest = key;
    if (key !== marker.key || hasPassed) yield listed;
    else hasPassed = idOf(row.value) === marker.versionId;
  }
}

function idOf({ versionId }: Version): string {
  return versionId ?? "null";
}

function nextRow<Value>(rows: Iterator<Row<Value>>): Row<Value> | undefined {
  const result = rows.next();
  return result.done === true ? undefined : result.value;
}

function keyOf({ key }: Row<unknown>): string {
  return key[1] ?? "";
}

interface Writing {
  readonly encode: (key: string) => string;
  readonly ownerOf: (version: Version) => string;
  readonly restoreOf: (object: StoredObject) => string;
}

function versionElement({ key, version, isLatest }: Listed, writing: Writing): string {
  const { ownerOf, restoreOf } = writing;
  const owner = ownerOf(version);
  const head =
    element("Key", writing.encode(key)) +
    element("VersionId", idOf(version)) +
    element("IsLatest", isLatest) +
    element("LastModified", s3Time(version.modifiedMs));
  if (isDeleteMarker(version)) return wrap("DeleteMarker", head + owner);
  return wrap(
    "Version",
    head +
      element("ETag", `"${version.etag}"`) +
      algorithmElements(version.checksum ?? DEFAULT_CHECKSUM) +
      element("Size", version.body.size) +
      element("StorageClass", version.storageClass) +
      owner +
      restoreOf(version),
  );
}
