import { headerOf } from "../http/lab-request.ts";
import type { Reply } from "../http/reply.ts";
import { invalidArgument, Refusal } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { readRange, type Slice } from "./byte-range.ts";
import { checksumOfObject } from "./checksum-of-object.ts";
import { checksumHeaders } from "./checksum-headers.ts";
import { checkConditions, preconditionFailed, readConditions } from "./conditions.ts";
import { describeObject } from "./description.ts";
import { readObjectBytes } from "./encryption-bodies.ts";
import {
  CUSTOMER_KEY_HEADERS,
  type CustomerKey,
  readCustomerKey,
  requireCustomerKey,
} from "./encryption-customer.ts";
import type { SealedPlace } from "./encryption-keys.ts";
import { findObject } from "./find-object.ts";
import { lockHeaders } from "./object-lock-headers.ts";
import { namedPart } from "./part-of-object.ts";
import { readPermission } from "./read-permission.ts";
import type { ObjectCall, S3Operation } from "./s3-call.ts";
import { requireReadable, restoreHeaders } from "./storage-class.ts";
import { versionHeader } from "./store-object.ts";
import { namedVersion, versionPermission } from "./version-permission.ts";

const RESPONSE_OVERRIDES = [
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
];
const READ = {
  place: "object",
  parameters: [...RESPONSE_OVERRIDES, "versionId", "partNumber"],
  headers: ["x-amz-checksum-mode", ...CUSTOMER_KEY_HEADERS],
} as const;

export const getObject: S3Operation = {
  ...READ,
  name: "GetObject",
  method: "GET",
  permissions: (call: ObjectCall) => [readPermission(call)],
  run(call: ObjectCall) {
    const object = findObject(call, namedVersion(call));
    requireReadable(object, call.lab.now());
    const customerKey = readCustomerKey(call.request);
    const reading = readingOf(call, object, customerKey);
    if (reading.reply.status === 304) return reading.reply;
    const place = { customerKey, ...call };
    return lacksSum(call, object, reading)
      ? withSum(place, object, reading).then((summed) => withBytes(place, object, summed))
      : withBytes(place, object, reading);
  },
};

function withBytes(place: SealedPlace, object: StoredObject, { reply, slice }: Reading): Reply {
  const { start, end } = slice;
  const bytes = object.encryption === undefined ? place.lab.bodies.bytesOf(object.body) : undefined;
  if (bytes !== undefined) return { body: bytes.subarray(start, end), ...reply };
  const pieces = readObjectBytes(place, object, slice);
  return { body: { length: end - start, pieces }, ...reply };
}

export const headObject: S3Operation = {
  ...READ,
  name: "HeadObject",
  method: "HEAD",
  // Only a sum takes the object's key (API Reference, HeadObject, Permissions).
  permissions: (call: ObjectCall) => [
    isChecked(call)
      ? readPermission(call)
      : versionPermission(call, ["s3:GetObject", "s3:GetObjectVersion"]),
  ],
  async run(call: ObjectCall) {
    const object = findObject(call, namedVersion(call));
    const customerKey = readCustomerKey(call.request);
    const reading = readingOf(call, object, customerKey);
    if (!lacksSum(call, object, reading)) return reading.reply;
    return (await withSum({ customerKey, ...call }, object, reading)).reply;
  },
};

interface Reading {
  readonly slice: Slice;
  readonly reply: Reply;
}

/** The head of the answer to a read, and the bytes that belong to it. */
function readingOf(
  call: ObjectCall,
  object: StoredObject,
  customerKey: CustomerKey | undefined,
): Reading {
  requireCustomerKey(object.encryption, customerKey);
  const whole = { start: 0, end: object.body.size };
  const result = checkConditions(readConditions(call.request), object);
  const headers = {
    ...describeObject(object, customerKey),
    ...versionHeader(call.bucket, object.versionId),
    ...lockHeaders(call, object),
    ...restoreHeaders(object, call.lab.now()),
  };
  switch (result.kind) {
    case "failed":
      throw preconditionFailed(result.condition);
    case "notModified":
      return {
        slice: whole,
        reply: {
          status: 304,
          headers: { etag: `"${object.etag}"`, "last-modified": headers["last-modified"] ?? "" },
        },
      };
    case "holds":
      return sliceOf(call, object, { ...headers, ...overridesOf(call) });
  }
}

function sliceOf(
  call: ObjectCall,
  object: StoredObject,
  headers: Readonly<Record<string, string>>,
): Reading {
  const size = object.body.size;
  const part = namedPart(call, object);
  const range = part ?? readRange(headerOf(call.request, "range"), size);
  if (range !== undefined) {
    return {
      slice: range,
      reply: {
        status: 206,
        headers: {
          "content-length": String(range.end - range.start),
          "content-range": `bytes ${range.start}-${range.end - 1}/${size}`,
          ...headers,
          ...part?.headers,
          ...(isChecked(call) ? part?.sums : {}),
        },
      },
    };
  }
  // A sum over all bytes says nothing about some of them.
  return {
    slice: { start: 0, end: size },
    reply: {
      status: 200,
      headers: {
        "content-length": String(size),
        ...headers,
        ...(isChecked(call) ? checksumHeaders(object.checksum) : {}),
      },
    },
  };
}

/** Whether a sum is asked for that has not been made so far. */
function lacksSum(call: ObjectCall, { checksum }: StoredObject, { reply }: Reading): boolean {
  return checksum === undefined && reply.status === 200 && isChecked(call);
}

async function withSum(
  place: SealedPlace,
  object: StoredObject,
  { slice, reply }: Reading,
): Promise<Reading> {
  const sums = checksumHeaders(await checksumOfObject(place, object));
  return { slice, reply: { ...reply, headers: { ...reply.headers, ...sums } } };
}

function isChecked({ request }: ObjectCall): boolean {
  return headerOf(request, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
}

function overridesOf(call: ObjectCall): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const name of RESPONSE_OVERRIDES) {
    const value = call.request.parameters.get(name);
    if (value === undefined) continue;

    if (/[\x00-\x1f\x7f]/.test(value))
      throw invalidArgument("Header value cannot be represented", name, value);
    overrides[name.slice("response-".length)] = value;
  }
  if (Object.keys(overrides).length > 0 && call.identity.caller.kind === "anonymous") {
    throw new Refusal({
      code: "InvalidRequest",
      status: 400,
      message: "Request specific response headers cannot be used for anonymous GET requests.",
    });
  }
  return overrides;
}
