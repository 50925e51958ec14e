import { headerOf } from "../http/lab-request.ts";
import type { Permission } from "../authorize.ts";
import { invalidArgument } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import { findSourceBucket, readCopySource } from "./copy-source-place.ts";
import { checkConditions, preconditionFailed, readConditions } from "./conditions.ts";
import { type CustomerKey, readCustomerKey, requireCustomerKey } from "./encryption-customer.ts";
import { findObject } from "./find-object.ts";
import { noSuchBucket } from "./no-such.ts";
import { readPermission } from "./read-permission.ts";
import type { ObjectCall } from "./s3-call.ts";
import { requireReadable } from "./storage-class.ts";
import { readVersionId } from "./version-id.ts";

/** Headers `x-amz-…` that name the source of a copy and say when to take it. */
export const COPY_SOURCE_HEADERS: readonly string[] = [
  "x-amz-copy-source",
  "x-amz-copy-source-if-",
  "x-amz-source-expected-bucket-owner",
  "x-amz-copy-source-server-side-encryption-customer-",
];

/** A call seen from the object that a copy reads. */
interface SourceCall extends ObjectCall {
  readonly versionId?: string;
  readonly customerKey?: CustomerKey;
}

/** The same call seen from the copy's source. */
export function sourceCallOf(call: ObjectCall): SourceCall {
  const place = readCopySource(call.request);
  const { name, key } = place;
  if (name === "" || key === "") {
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      headerOf(call.request, "x-amz-copy-source") ?? "",
    );
  }
  const bucket = findSourceBucket(call.lab, place);
  if (bucket === undefined) throw noSuchBucket(name);
  const versionId = readVersionId(place.versionId);
  const customerKey = readCustomerKey(call.request, "copySource");
  return {
    ...call,
    bucket,
    key,
    ...(versionId !== undefined && { versionId }),
    ...(customerKey && { customerKey }),
  };
}

/** What reading the source takes. */
export function sourcePermission(call: ObjectCall): Permission {
  const source = sourceCallOf(call);
  return readPermission(source, source.versionId);
}

/** The object to copy, when it is there and the conditions on it hold. */
export function findCopySource(source: SourceCall): StoredObject {
  const object = findObject(source, source.versionId);
  requireReadable(
    object,
    source.lab.now(),
    "Operation is not valid for the source object's storage class",
  );
  requireCustomerKey(object.encryption, source.customerKey);
  const result = checkConditions(readConditions(source.request, "x-amz-copy-source-"), object);
  switch (result.kind) {
    case "holds":
      return object;
    case "failed":
    // A copy has no 304: both negative conditions fail with 412 (API Reference, CopyObject).
    case "notModified":
      throw preconditionFailed(`x-amz-copy-source-${result.condition}`);
  }
}
