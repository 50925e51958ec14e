import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { notImplemented } from "../refusal.ts";
import { lackingOperation } from "./lacking-operation.ts";
import { S3_OPERATIONS } from "./operations.ts";
import type { S3Operation } from "./s3-call.ts";
import type { S3Target } from "./s3-target.ts";

/** Query parameters that every operation takes: those of a presigned URL, and the SDKs' own mark. */
const COMMON_PARAMETERS =
  /^(x-amz-.*|x-id|AWSAccessKeyId|Signature|Expires|content-type|content-md5)$/i;

/** Headers that say nothing about the operation, or are read for all of them in one place. */
const COMMON_HEADERS: ReadonlySet<string> = new Set([
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
  "x-amz-user-agent",
  "x-amz-decoded-content-length",
  "x-amz-trailer",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-checksum-crc32",
  "x-amz-checksum-crc32c",
  "x-amz-checksum-crc64nvme",
  "x-amz-checksum-sha1",
  "x-amz-checksum-sha256",
  "x-amz-checksum-sha512",
  "x-amz-checksum-md5",
  "x-amz-expected-bucket-owner",
  // No bucket here lets requesters pay, and then S3 takes the header for nothing.
  "x-amz-request-payer",
  // Presigned URLs.
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-expires",
  "x-amz-signature",
  "x-amz-signedheaders",
]);

/** By method and place; those that ask for most come first: `PUT ?partNumber&uploadId` is no PutObject. */
const OPERATIONS: ReadonlyMap<string, readonly S3Operation[]> = operationsByPlace();

function operationsByPlace(): ReadonlyMap<string, readonly S3Operation[]> {
  const byPlace = new Map<string, S3Operation[]>();
  for (const operation of S3_OPERATIONS.toSorted((a, b) => weightOf(b) - weightOf(a))) {
    const { method, place } = operation;
    const key = `${method} ${place === "newBucket" ? "bucket" : place}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), operation]);
  }
  return byPlace;
}

/** Finds what a request asks for, and refuses it when the lab does not know all of it. */
export function findOperation(request: LabRequest, target: S3Target): S3Operation {
  const candidates = OPERATIONS.get(`${request.wire.method} ${target.place}`) ?? [];
  const operation = candidates.find((candidate) => fits(candidate, request));
  const lacking = lackingOperation(request, target, operation?.markers ?? []);
  if (lacking !== undefined) throw notImplemented(`\`${lacking}\``);
  if (operation === undefined) throw methodNotAllowed(request);
  requireKnownParameters(operation, request);
  requireKnownHeaders(operation, request);
  return operation;
}

/** Is this a PUT of a bucket itself? It may be sent to any region, whatever is there already. */
export function createsBucket({ wire, parameters }: LabRequest): boolean {
  return (
    wire.method === "PUT" && [...parameters.keys()].every((name) => COMMON_PARAMETERS.test(name))
  );
}

function fits(operation: S3Operation, request: LabRequest): boolean {
  if (!(operation.markers ?? []).every((marker) => request.parameters.has(marker))) return false;
  const header = operation.markerHeader;
  return header === undefined || headerOf(request, header) !== undefined;
}

function weightOf(operation: S3Operation): number {
  return (operation.markers?.length ?? 0) + (operation.markerHeader === undefined ? 0 : 1);
}

function methodNotAllowed(request: LabRequest): Error {
  return notImplemented(`\`${request.wire.method}\` on this resource`);
}

function requireKnownParameters(operation: S3Operation, request: LabRequest): void {
  const known = [...(operation.markers ?? []), ...(operation.parameters ?? [])];
  for (const [name, value] of request.parameters) {
    if (known.includes(name) || COMMON_PARAMETERS.test(name)) continue;
    throw notImplemented(`the parameter \`${name}\` of \`${operation.name}\``, {
      ArgumentName: name,
      ArgumentValue: value,
    });
  }
}

/** Refuses a header `x-amz-…` that the operation would pass over. */
export function requireKnownHeaders(operation: S3Operation, request: LabRequest): void {
  const { headers: known = [] } = operation;
  const isKnown = (name: string): boolean =>
    COMMON_HEADERS.has(name) ||
    known.some((other) => (other.endsWith("-") ? name.startsWith(other) : name === other));
  const refuseUnknown = (name: string): void => {
    if (!name.startsWith("x-amz-") || isKnown(name)) return;
    throw notImplemented(`the header \`${name}\` of \`${operation.name}\``, { Header: name });
  };
  for (const name of request.headers.keys()) refuseUnknown(name);
  for (const name of request.parameters.keys()) refuseUnknown(name.toLowerCase());
}
