import type { Denial } from "./denial.ts";
import { meaningOf } from "./diagnosis-table.ts";
import type { DenialRecord } from "./read-record.ts";

// S3 User Guide, Amazon S3 server access log format: owner, bucket, time, address, requester, request id,
// operation, key, request line, status and error code; more fields come behind and get more.
const line =
  /^[0-9a-f]{64} (\S+) \[\d\d\/\w{3}\/\d{4}:[\d:]{8} [+-]\d{4}\] \S+ (\S+) \S+ ((?:REST|BATCH|WEBSITE|SOAP)\.[A-Z]+\.[A-Z_]+) (\S+) (?:"([^"]*)"|-) (\d{3}) (\S+) /;

/** Takes the lines of S3's server access logs out of a text, and reads those that were refused. */
export function takeAccessLog(text: string): {
  readonly records: readonly DenialRecord[];
  readonly rest: string;
} {
  if (!/ (?:REST|BATCH|WEBSITE|SOAP)\.[A-Z]+\.[A-Z_]+ /.test(text))
    return { records: [], rest: text };
  const records: DenialRecord[] = [];
  const rest: string[] = [];
  for (const each of text.split("\n")) {
    const fields = line.exec(each);
    if (fields === null) {
      rest.push(each);
      continue;
    }
    const record = recordOf(fields);
    if (record !== undefined) records.push(record);
  }
  return { records, rest: rest.join("\n") };
}

/** Much that is no error of anybody has a code of its own, such as a bucket that has no policy. */
function recordOf(fields: RegExpExecArray): DenialRecord | undefined {
  const [, bucket = "", requester = "", logged = "", key = "-", request = "", status, code] =
    fields;
  if (code === undefined || code === "-") return undefined;
  const principal = principalOf(requester);
  const denial = {
    code,
    ...operationOf(logged, request),
    ...(principal !== undefined && { principal }),
    bucket,
    message: `${logged} ${status} ${code}`,
  };
  if (meaningOf({ ...denial, count: 1, sampleKeys: [] }).code === "unknown-error") return undefined;
  return { denial, ...(key !== "-" && { key: decoded(key) }) };
}

/** Who is of another account is shown by a canonical id, and who signs nothing by `-`. */
function principalOf(requester: string): string | undefined {
  if (requester === "-") return "anonymous";
  return requester.startsWith("arn:") ? requester : undefined;
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

// Where the name of the log is not the API's own in another order.
const operations: ReadonlyMap<string, string> = new Map([
  ["REST.GET.OBJECT", "GetObject"],
  ["WEBSITE.GET.OBJECT", "GetObject"],
  ["REST.HEAD.OBJECT", "HeadObject"],
  ["WEBSITE.HEAD.OBJECT", "HeadObject"],
  ["REST.PUT.OBJECT", "PutObject"],
  ["REST.DELETE.OBJECT", "DeleteObject"],
  ["BATCH.DELETE.OBJECT", "DeleteObjects"],
  ["REST.POST.MULTI_OBJECT_DELETE", "DeleteObjects"],
  ["REST.COPY.OBJECT", "CopyObject"],
  ["REST.COPY.OBJECT_GET", "CopyObject"],
  ["REST.COPY.PART", "UploadPartCopy"],
  ["REST.COPY.PART_GET", "UploadPartCopy"],
  ["REST.POST.UPLOADS", "CreateMultipartUpload"],
  ["REST.PUT.PART", "UploadPart"],
  ["REST.POST.UPLOAD", "CompleteMultipartUpload"],
  ["REST.DELETE.UPLOAD", "AbortMultipartUpload"],
  ["REST.GET.UPLOAD", "ListParts"],
  ["REST.GET.UPLOADS", "ListMultipartUploads"],
  ["REST.GET.OBJECT_TAGGING", "GetObjectTagging"],
  ["REST.PUT.OBJECT_TAGGING", "PutObjectTagging"],
  ["REST.HEAD.BUCKET", "HeadBucket"],
  ["REST.GET.BUCKETPOLICY", "GetBucketPolicy"],
  ["REST.PUT.BUCKETPOLICY", "PutBucketPolicy"],
]);

/** A copy is logged in both buckets: in that of its source as a read. */
function operationOf(logged: string, request: string): Pick<Denial, "operation" | "action"> {
  if (logged === "REST.GET.BUCKET") {
    return { operation: /[?&]list-type=2/.test(request) ? "ListObjectsV2" : "ListObjects" };
  }
  const operation = operations.get(logged);
  return {
    ...(operation !== undefined && { operation }),
    ...(/^REST\.COPY\.\w+_GET$/.test(logged) && { action: "s3:GetObject" }),
  };
}
