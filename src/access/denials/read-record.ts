import { parseArn } from "../../aws/index.ts";
import type { Denial } from "./denial.ts";
import { denialReason } from "./denial-reason.ts";
import { errorCode } from "./error-code.ts";

const MESSAGE_LIMIT = 1_000;

/** One refusal with the key that it hit, before equal ones are counted together. */
export interface DenialRecord {
  readonly denial: Omit<Denial, "count" | "sampleKeys">;
  readonly key?: string;
}

const operations: readonly RegExp[] = [
  /when calling the '?(\w+)'? operation/,
  /operation error S3: (\w+)/,
  /Error executing "(\w+)"/,
  /de_(\w+?)CommandError/,
  /\bAPI: s3:(\w+)/,
];
// S3 quotes the resource, other services do not; some pages leave it out.
const asked = /^([\w-]+:[\w*]+)(?: on (?:the )?resource:? (?:"([^"]*)"|(\S+)))?/;
const refused = " is not authorized to perform: ";
const rcloneKey = /ERROR : (.+?): Failed to /;
const errorStart = /An error occurred|[Aa] client error|Unable to locate credentials/;

/** Reads one message; undefined when AWS refused nothing in it. */
export function readRecord(record: string): DenialRecord | undefined {
  const code = errorCode(record);
  if (code === undefined) return undefined;
  const said = authorization(record);
  const { key: movedKey, ...moved } = transferOf(record);
  const key = keyOf(said.resource) ?? movedKey ?? rcloneKey.exec(record)?.[1];
  return {
    denial: {
      code,
      ...operationOf(record),
      ...said,
      ...refusingBucket(record, said.resource, moved),
      ...moved,
      ...denialReason(record),
      message: messageOf(record),
    },
    ...(key && { key }),
  };
}

function operationOf(record: string): Pick<Denial, "operation"> {
  const operation = operations.map((pattern) => pattern.exec(record)?.[1]).find(Boolean);
  return operation === undefined ? {} : { operation };
}

function authorization(record: string): Pick<Denial, "principal" | "action" | "resource"> {
  const at = record.indexOf(refused);
  if (at < 0) return {};
  const who = record.slice(record.lastIndexOf(" ", at - 1) + 1, at).replace(/^["'`(]+/, "");
  const [, action, quoted, bare] = asked.exec(record.slice(at + refused.length)) ?? [];
  const resource = quoted ?? bare?.replace(/[.,;)]+$/, "");
  return {
    ...(/^arn:|^anonymous$/.test(who) && { principal: who }),
    ...(action !== undefined && { action }),
    // `on resource: because no …`: the resource was cut out of the text.
    ...(resource !== undefined && /^arn:|^\*$/.test(resource) && { resource }),
  };
}

type Moved = Pick<Denial, "sourceBucket" | "destinationBucket">;

/** Reads `copy failed: A to B An error …` as the AWS CLI prints it. */
function transferOf(record: string): Moved & { readonly key?: string } {
  const [begin = "", verb] =
    /(?:^|\s)(copy|upload|download|move|delete) failed: /.exec(record.slice(0, 500)) ?? [];
  if (verb === undefined) return {};
  const told = record.slice(record.indexOf(begin) + begin.length);
  const places = told.slice(0, errorStart.exec(told)?.index).trimEnd();
  const [from, to] = verb === "delete" ? ["", places] : splitPlaces(places);
  const source = s3Place(from);
  const destination = s3Place(to);
  const key = destination?.key ?? source?.key;
  return {
    ...(source && { sourceBucket: source.bucket }),
    ...(destination && { destinationBucket: destination.bucket }),
    ...(key !== undefined && { key }),
  };
}

/** Keys may hold ` to ` too: a bucket after it decides, else the last one. */
function splitPlaces(places: string): readonly [string, string] {
  const toBucket = places.indexOf(" to s3://");
  const at = toBucket < 0 ? places.lastIndexOf(" to ") : toBucket;
  return at < 0 ? [places, ""] : [places.slice(0, at), places.slice(at + " to ".length)];
}

function s3Place(uri: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, key: key ?? "" };
}

/** A copy has two buckets; which of them refused, a text without a resource does not tell. */
function refusingBucket(
  record: string,
  resource: string | undefined,
  { sourceBucket, destinationBucket }: Moved,
): Pick<Denial, "bucket"> {
  const isCopy = sourceBucket !== undefined && destinationBucket !== undefined;
  const bucket =
    bucketOf(resource) ??
    (isCopy ? undefined : (sourceBucket ?? destinationBucket)) ??
    /<BucketName>([^<]+)<\/BucketName>/.exec(record)?.[1];
  return bucket === undefined ? {} : { bucket };
}

function bucketOf(resource: string | undefined): string | undefined {
  const arn = resource === undefined ? undefined : parseArn(resource);
  return arn?.service === "s3" ? arn.resource.split("/")[0] : undefined;
}

function keyOf(resource: string | undefined): string | undefined {
  const arn = resource === undefined ? undefined : parseArn(resource);
  const slash = arn?.service === "s3" ? arn.resource.indexOf("/") : -1;
  return slash < 0 ? undefined : arn?.resource.slice(slash + 1);
}

function messageOf(record: string): string {
  const from = errorStart.exec(record)?.index ?? 0;
  return record.slice(from, from + MESSAGE_LIMIT);
}
