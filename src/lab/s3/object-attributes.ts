import { checksumElement } from "../http/checksums.ts";
import { headerOf } from "../http/lab-request.ts";
import { xmlReply } from "../http/reply.ts";
import { invalidArgument } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { checksumOfObject } from "./checksum-of-object.ts";
import { checksumElements } from "./checksum-headers.ts";
import {
  CUSTOMER_KEY_HEADERS,
  readCustomerKey,
  requireCustomerKey,
} from "./encryption-customer.ts";
import { findObject } from "./find-object.ts";
import type { ObjectCall, S3Operation } from "./s3-call.ts";
import { versionHeader } from "./store-object.ts";
import { namedVersion, versionPermission } from "./version-permission.ts";

const ATTRIBUTES = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"] as const;
const MAX_PARTS = 1000;

export const getObjectAttributes: S3Operation = {
  name: "GetObjectAttributes",
  method: "GET",
  place: "object",
  markers: ["attributes"],
  parameters: ["versionId"],
  headers: [
    "x-amz-object-attributes",
    "x-amz-max-parts",
    "x-amz-part-number-marker",
    ...CUSTOMER_KEY_HEADERS,
  ],
  permissions: (call: ObjectCall) => [
    versionPermission(call, ["s3:GetObject", "s3:GetObjectVersion"]),
    versionPermission(call, ["s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"]),
  ],
  async run(call: ObjectCall) {
    const asked = readAttributes(call);
    const page = readPage(call);
    const object = findObject(call, namedVersion(call));
    const customerKey = readCustomerKey(call.request);
    requireCustomerKey(object.encryption, customerKey);
    const summed = asked.includes("Checksum")
      ? { ...object, checksum: await checksumOfObject({ ...call, customerKey }, object) }
      : object;
    return xmlReply(
      s3Document(
        "GetObjectAttributesResponse",
        asked.map((attribute) => attributeElement(attribute, summed, page)).join(""),
      ),
      {
        "last-modified": new Date(object.modifiedMs).toUTCString(),
        ...versionHeader(call.bucket, object.versionId),
      },
    );
  },
};

type Attribute = (typeof ATTRIBUTES)[number];

function attributeElement(attribute: Attribute, object: StoredObject, page: PartPage): string {
  switch (attribute) {
    case "ETag":
      return element("ETag", object.etag);
    case "Checksum": {
      const { checksum } = object;
      return checksum === undefined ? "" : wrap("Checksum", checksumElements(checksum));
    }
    case "ObjectParts":
      return partsElement(object, page);
    case "StorageClass":
      return element("StorageClass", object.storageClass);
    case "ObjectSize":
      return element("ObjectSize", object.body.size);
  }
}

/** Parts are listed only of objects with sums of them (API Reference, GetObjectAttributes: ObjectParts). */
function partsElement({ partSizes, partSums, checksum }: StoredObject, page: PartPage): string {
  if (partSizes === undefined) return "";
  const count = element("PartsCount", partSizes.length);
  if (partSums === undefined || checksum === undefined) return wrap("ObjectParts", count);
  const { after, limit } = page;
  const listed = partSizes.slice(after, after + limit).map((size, i) => {
    const sum = element(checksumElement(checksum.algorithm), partSums[after + i]);
    return wrap("Part", sum + element("PartNumber", after + i + 1) + element("Size", size));
  });
  const next = after + listed.length;
  return wrap(
    "ObjectParts",
    count +
      element("PartNumberMarker", after) +
      element("NextPartNumberMarker", next) +
      element("MaxParts", limit) +
      element("IsTruncated", next < partSizes.length) +
      listed.join(""),
  );
}

function readAttributes({ request }: ObjectCall): readonly Attribute[] {
  const name = "x-amz-object-attributes";
  const sent = request.wire.headers.filter(([header]) => header === name).map(([, text]) => text);
  const texts = sent.length > 0 ? sent : [headerOf(request, name) ?? ""];
  const asked = texts.flatMap((text) => text.split(",")).map((word) => word.trim());
  const wrong = asked.find((word) => !ATTRIBUTES.some((attribute) => attribute === word));
  if (wrong !== undefined) throw invalidArgument("Invalid attribute name specified.", name, wrong);
  return ATTRIBUTES.filter((attribute) => asked.includes(attribute));
}

interface PartPage {
  readonly after: number;
  readonly limit: number;
}

function readPage(call: ObjectCall): PartPage {
  const after = readCount(call, "x-amz-part-number-marker", 0);
  return { after, limit: Math.min(MAX_PARTS, readCount(call, "x-amz-max-parts", MAX_PARTS)) };
}

function readCount({ request }: ObjectCall, name: string, byDefault: number): number {
  const text = headerOf(request, name);
  if (text === undefined) return byDefault;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalidArgument("Provided value is not an integer or within integer range", name, text);
}
