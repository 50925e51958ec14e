import type { Permission } from "../authorize.ts";
import {
  type ChecksumAlgorithm,
  createRunningSum,
  DEFAULT_CHECKSUM,
  readChecksumAlgorithm,
} from "../http/checksums.ts";
import { headerOf } from "../http/lab-request.ts";
import { xmlReply } from "../http/reply.ts";
import { invalidArgument, invalidRequest } from "../refusal.ts";
import type { ObjectDescription, StoredObject } from "../state/stored-object.ts";
import type { ReceivedBody } from "../state/stored-body.ts";
import { element, s3Document } from "../xml/write-xml.ts";
import { newObjectAccess } from "./acl.ts";
import { checksumElements } from "./checksum-headers.ts";
import {
  COPY_SOURCE_HEADERS,
  findCopySource,
  sourceCallOf,
  sourcePermission,
} from "./copy-source.ts";
import { prepareAskedKey } from "./encryption-asked.ts";
import { readObjectBytes, receiverOf } from "./encryption-bodies.ts";
import { namesCustomerKey } from "./encryption-customer.ts";
import { writtenEncryptionHeaders } from "./encryption-headers.ts";
import { newEncryption } from "./encryption-keys.ts";
import { DESCRIPTION_HEADERS, readDescription } from "./description.ts";
import { lockOfCopy } from "./object-lock-headers.ts";
import { objectPermission, type ObjectCall, type S3Operation } from "./s3-call.ts";
import { s3Time } from "./s3-time.ts";
import { storeObject } from "./store-object.ts";
import { requestTagContext } from "./tags.ts";
import { versionPermission } from "./version-permission.ts";
import { findVersion, isDeleteMarker } from "./version-rows.ts";
import { requireWriteConditions } from "./write-conditions.ts";
import { writePermissions } from "./write-permissions.ts";

const MAX_SOURCE = 5 * 1024 ** 3;

export const copyObject: S3Operation = {
  name: "CopyObject",
  method: "PUT",
  place: "object",
  markerHeader: "x-amz-copy-source",
  headers: [
    ...DESCRIPTION_HEADERS,
    ...COPY_SOURCE_HEADERS,
    "x-amz-metadata-directive",
    "x-amz-tagging-directive",
    "x-amz-checksum-algorithm",
  ],
  prepare: prepareAskedKey,
  permissions: (call) => [
    sourcePermission(call),
    ...tagPermissions(call),
    ...writePermissions(call),
  ],
  async run(call) {
    const { lab } = call;
    const source = findCopySource(sourceCallOf(call));
    requireCopyable(call, source);
    // Undocumented: what the bucket takes from nobody is told before what stands there.
    const sealing = newEncryption(call, "s3:CopyObject");
    requireWriteConditions(call);
    const { body, ...content } = await copyContent(call, source, sealing?.dataKey);
    const { encryption } = sealing ?? {};
    const copy = {
      ...describeCopy(call, source),
      ...lockOfCopy(call),
      ...newObjectAccess(call),
      ...content,
      modifiedMs: lab.now(),
      ...(encryption && { encryption }),
    };
    const version = await storeObject(call, copy, body);
    return xmlReply(
      s3Document(
        "CopyObjectResult",
        element("LastModified", s3Time(copy.modifiedMs)) +
          element("ETag", `"${copy.etag}"`) +
          checksumElements(copy.checksum),
      ),
      {
        ...writtenEncryptionHeaders(encryption, sealing?.customerKey),
        ...version,
        ...sourceVersionHeader(sourceCallOf(call), source),
      },
    );
  },
};

function sourceVersionHeader(
  { bucket }: ObjectCall,
  { versionId }: StoredObject,
): Readonly<Record<string, string>> {
  return bucket.versioning === undefined
    ? {}
    : { "x-amz-copy-source-version-id": versionId ?? "null" };
}

/** Whether the copy takes the source's metadata or that of the request. */
function replacesMetadata(call: ObjectCall): boolean {
  const directive = headerOf(call.request, "x-amz-metadata-directive") ?? "COPY";
  if (directive !== "COPY" && directive !== "REPLACE") {
    throw invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", directive);
  }
  return directive === "REPLACE";
}

/** Whether the copy takes the source's tags or those of the request. */
function replacesTags(call: ObjectCall): boolean {
  const directive = headerOf(call.request, "x-amz-tagging-directive") ?? "COPY";
  if (directive === "COPY" || directive === "REPLACE") return directive === "REPLACE";
  throw invalidArgument("Unknown tagging directive.", "x-amz-tagging-directive", directive);
}

/** Copying tags takes reading and writing them (API Reference, CopyObject). */
function tagPermissions(call: ObjectCall): readonly Permission[] {
  if (replacesTags(call)) return [];
  const source = sourceCallOf(call);
  const { versionId } = source;
  const found =
    versionId === undefined
      ? call.lab.s3.objects.get([source.bucket.name, source.key])
      : findVersion(source, versionId);
  const tags = found === undefined || isDeleteMarker(found) ? undefined : found.tags;
  if (tags === undefined) return [];
  return [
    versionPermission(source, ["s3:GetObjectTagging", "s3:GetObjectVersionTagging"], versionId),
    objectPermission(call, "s3:PutObjectTagging", requestTagContext(tags)),
  ];
}

/** A copy has a storage class and a redirect of its own, whatever the source's (API Reference, CopyObject). */
function describeCopy(call: ObjectCall, source: StoredObject): ObjectDescription {
  const { tags: askedTags, ...asked } = readDescription(call.request);
  const tags = replacesTags(call) ? askedTags : source.tags;
  const tagged = tags === undefined ? {} : { tags };
  if (replacesMetadata(call)) return { ...asked, ...tagged };
  const { contentType, systemHeaders, metadata } = source;
  const { storageClass, redirect } = asked;
  return {
    contentType,
    storageClass,
    ...(redirect !== undefined && { redirect }),
    ...(systemHeaders && { systemHeaders }),
    ...(metadata && { metadata }),
    ...tagged,
  };
}

function requireCopyable(call: ObjectCall, source: StoredObject): void {
  if (source.body.size > MAX_SOURCE) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_SOURCE}`,
    );
  }
  if (!isOntoItself(call) || changesSomething(call)) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** An older version may be copied onto its key (S3 User Guide, Restoring previous versions). */
function isOntoItself(call: ObjectCall): boolean {
  const { bucket, key, versionId } = sourceCallOf(call);
  if (bucket.name !== call.bucket.name || key !== call.key) return false;
  const newest = call.lab.s3.objects.get([bucket.name, key]);
  return versionId === undefined || versionId === (newest?.versionId ?? "null");
}

function changesSomething(call: ObjectCall): boolean {
  const { request } = call;
  const names = [
    "x-amz-storage-class",
    "x-amz-server-side-encryption",
    "x-amz-website-redirect-location",
  ];
  const isSent = (name: string): boolean => headerOf(request, name) !== undefined;
  return replacesMetadata(call) || names.some(isSent) || namesCustomerKey(request);
}

/**
 * The bytes of the copy. A copy is one part, so that of a multipart object gets an ETag and a
 * sum over all its bytes.
 */
async function copyContent(
  call: ObjectCall,
  source: StoredObject,
  dataKey: Uint8Array | undefined,
): Promise<Pick<StoredObject, "etag" | "checksum"> & { readonly body: ReceivedBody }> {
  const { bodies } = call.lab;
  const algorithm = readAlgorithm(call) ?? source.checksum?.algorithm ?? DEFAULT_CHECKSUM.algorithm;
  const isSame = algorithm === source.checksum?.algorithm;
  const isPlain = dataKey === undefined && source.encryption === undefined;
  if (source.partSizes === undefined && isSame && isPlain) {
    const { etag, checksum } = source;
    return { body: await bodies.duplicate(source.body), etag, ...(checksum && { checksum }) };
  }
  const sum = createRunningSum(algorithm);
  const bytes = readObjectBytes(sourceCallOf(call), source);
  const body = await receiverOf(call.lab, dataKey).receive(summed(bytes, sum));
  const etag = Buffer.from(body.md5).toString("hex");
  const value = Buffer.from(sum.digest()).toString("base64");
  return { body, etag, checksum: { algorithm, type: "FULL_OBJECT", value } };
}

async function* summed(
  pieces: AsyncIterable<Uint8Array>,
  sum: ReturnType<typeof createRunningSum>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    sum.update(piece);
    yield piece;
  }
}

function readAlgorithm({ request }: ObjectCall): ChecksumAlgorithm | undefined {
  const text = headerOf(request, "x-amz-checksum-algorithm");
  return text === undefined ? undefined : readChecksumAlgorithm(text);
}
