import { parseArn } from "../../aws/index.ts";
import { consoleBoxAsSentence } from "./console-box.ts";
import type { Denial } from "./denial.ts";
import { denialReason } from "./denial-reason.ts";
import { errorCode } from "./error-code.ts";
import { readAuthorization } from "./read-authorization.ts";
import { type Places, readPlaces } from "./read-places.ts";

const MESSAGE_LIMIT = 1_000;

/** One refusal with the key that it hit, before equal ones are counted together. */
export interface DenialRecord {
  readonly denial: Omit<Denial, "count" | "sampleKeys">;
  readonly key?: string;
}

const operations: readonly RegExp[] = [
  /calling the '?(\w+)'? operation/,
  /operation error \w[\w ]*: (\w+)/,
  /Error executing "(\w+)"/,
  /de_(\w+?)CommandError/,
  /\bAPI: \w+:(\w+)/,
  // The PHP library S3.php.
  /\bS3::(\w+)\(\)/,
];
const errorStart = /An error occurred|[Aa] client error|Unable to locate credentials/;

/** Reads one message; undefined when AWS refused nothing in it. */
export function readRecord(record: string): DenialRecord | undefined {
  const text = consoleBoxAsSentence(record);
  const code = errorCode(text);
  if (code === undefined) return undefined;
  const said = readAuthorization(text);
  const { key: placeKey, ...places } = readPlaces(record);
  const key = keyOf(said.resource) ?? placeKey;
  return {
    denial: {
      code,
      ...operationOf(record),
      ...said,
      ...places,
      ...refusingBucket(said.resource, places),
      ...denialReason(text),
      message: messageOf(record),
    },
    ...(key && { key }),
  };
}

function operationOf(record: string): Pick<Denial, "operation"> {
  const told = operations.map((pattern) => pattern.exec(record)?.[1]).find(Boolean);
  return told === undefined ? {} : { operation: `${told.charAt(0).toUpperCase()}${told.slice(1)}` };
}

/** A copy has two buckets; which of them refused, a text without a resource does not tell. */
function refusingBucket(
  resource: string | undefined,
  { bucket: named, sourceBucket, destinationBucket }: Places,
): Pick<Denial, "bucket"> {
  const isCopy = sourceBucket !== undefined && destinationBucket !== undefined;
  const bucket =
    bucketOf(resource) ?? (isCopy ? undefined : (sourceBucket ?? destinationBucket)) ?? named;
  return bucket === undefined ? {} : { bucket };
}

/** The bucket that an ARN names, or the access point by its own ARN, as a run names it in a bucket's place. */
function bucketOf(resource = ""): string | undefined {
  const [, point] = atAccessPoint.exec(resource) ?? [];
  if (point !== undefined) return point;
  const arn = parseArn(resource);
  return arn?.service === "s3" ? arn.resource.split("/")[0] : undefined;
}

const atAccessPoint = /^(arn:[^:]*:s3:[^:]+:[^:]+:accesspoint\/[^/]+)(?:\/object\/(.+))?$/s;

function keyOf(resource = ""): string | undefined {
  const [point, , key] = atAccessPoint.exec(resource) ?? [];
  if (point !== undefined) return key;
  const arn = parseArn(resource);
  const slash = arn?.service === "s3" ? arn.resource.indexOf("/") : -1;
  return slash < 0 ? undefined : arn?.resource.slice(slash + 1);
}

function messageOf(record: string): string {
  const from = errorStart.exec(record)?.index ?? 0;
  return record.slice(from, from + MESSAGE_LIMIT);
}
