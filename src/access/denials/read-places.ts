import type { Denial } from "./denial.ts";

/** What a tool says of the places that it worked on. */
export interface Places extends Pick<Denial, "bucket" | "sourceBucket" | "destinationBucket"> {
  readonly key?: string;
}

const errorStart = /An error occurred|[Aa] client error|Unable to locate credentials/;

/** Reads the buckets and the key of a message, in the frame of the tool that printed it. */
export function readPlaces(record: string): Places {
  return transferOf(record) ?? commandOf(record) ?? named(record);
}

/** Reads `copy failed: A to B An error …` as the AWS CLI prints it. */
function transferOf(record: string): Places | undefined {
  const [begin = "", verb] =
    /(?:^|\s)(copy|upload|download|move|delete) failed: /.exec(record.slice(0, 500)) ?? [];
  if (verb === undefined) return undefined;
  const told = record.slice(record.indexOf(begin) + begin.length);
  const places = told.slice(0, errorStart.exec(told)?.index).trimEnd();
  const [from, to] = verb === "delete" ? ["", places] : splitPlaces(places);
  return betweenPlaces(s3Place(from), s3Place(to));
}

/** Keys may hold ` to ` too: a bucket after it decides, else the last one. */
function splitPlaces(places: string): readonly [string, string] {
  const toBucket = places.indexOf(" to s3://");
  const at = toBucket < 0 ? places.lastIndexOf(" to ") : toBucket;
  return at < 0 ? [places, ""] : [places.slice(0, at), places.slice(at + " to ".length)];
}

/** Reads `ERROR "cp A B": …` as s5cmd prints it; it quotes no key, so a place begins where one can. */
function commandOf(record: string): Places | undefined {
  const command = /ERROR "(\w+ [^"]*)": /.exec(record)?.[1];
  if (command === undefined) return undefined;
  const [, ...places] = command.split(/ (?=s3:\/\/|\/|\.{1,2}\/|\w[^ ]*$)/);
  const [from = "", to] = places;
  return to === undefined
    ? betweenPlaces(undefined, s3Place(from))
    : betweenPlaces(s3Place(from), s3Place(to));
}

function betweenPlaces(source: S3Place | undefined, destination: S3Place | undefined): Places {
  const key = destination?.key ?? source?.key;
  return {
    ...(source && { sourceBucket: source.bucket }),
    ...(destination && { destinationBucket: destination.bucket }),
    ...(key !== undefined && { key }),
  };
}

interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

function s3Place(uri: string): S3Place | undefined {
  const [, bucket, key] = /^s3:\/\/(arn:[^/]+:accesspoint[:/][^/]+|[^/]+)\/?(.*)$/.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, key: key ?? "" };
}

const buckets: readonly RegExp[] = [
  /<BucketName>([^<]+)<\/BucketName>/,
  // Terraform.
  /\bS3 [Bb]ucket (?:\(|")([^()"\s]+)/,
  // s3cmd.
  /Access to bucket '([^']+)' was denied/,
  /failed for: 's3:\/\/(arn:[^/']+:accesspoint[:/][^/']+|[^/']+)/,
];

const keys: readonly RegExp[] = [
  /<Key>([^<]+)<\/Key>/,
  /Unable to access object "([^"]+)" in S3 bucket/,
  /\bS3 Bucket \([^()\s]+\) Object \(([^()]+)\)/,
  /failed for: 's3:\/\/(?:arn:[^/']+:accesspoint[:/][^/']+|[^/']+)\/([^']+)'/,
  // rclone.
  /ERROR : (.+?): Failed to /,
];

const both: readonly RegExp[] = [
  // boto3.
  /Failed to upload \S.{0,1000}? to ([^\s/]+)\/(.{1,1024}?): An error occurred/,
  // Hadoop.
  /\bs3[an]?:\/\/([^\s/:]+)\/([^\s:]*): getFileStatus on /,
];

/** What stands beside the name of a thing. */
function named(record: string): Places {
  const [, bucketOfBoth, keyOfBoth] = first(both, record) ?? [];
  const bucket = bucketOfBoth ?? first(buckets, record)?.[1];
  const key = keyOfBoth ?? first(keys, record)?.[1];
  return { ...(bucket !== undefined && { bucket }), ...(key !== undefined && { key }) };
}

function first(patterns: readonly RegExp[], text: string): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return found;
  }
  return undefined;
}
