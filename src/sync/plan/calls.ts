import type { AwsCall, ObjectScope, S3Operation, Side } from "../../aws/index.ts";
import { backupOptions } from "../sides/backup-options.ts";
import type { SyncOptions } from "../options.ts";
import { keyPrefix, type Place } from "../sides/place.ts";
import type { WriteOptions } from "../ports.ts";
import { withCustomerKeys } from "../sides/with-customer-keys.ts";

/** What a store asks for where no page size is given: S3's most. */
const DEFAULT_PAGE_SIZE = 1_000;

type S3Place = Extract<Place, { readonly kind: "s3" }>;

/**
 * Every kind of call that a sync between two places may send, before anything is listed: keys are
 * known by prefix only. What a run needs permission for follows from it.
 */
export function callsOf(
  source: Place,
  destination: Place,
  options: SyncOptions,
): readonly AwsCall[] {
  const lists = [
    ...listOf(source, "source", options),
    ...listOf(destination, "destination", options),
  ];
  const compares = [
    ...comparesOf(source, "source", options),
    ...comparesOf(destination, "destination", options),
  ];
  if (options.dryrun) return withCustomerKeys([...lists, ...compares], options);
  const transfers = transfersOf(source, destination, options);
  const all = [...lists, ...compares, ...transfers, ...deletesOf(destination, options)];
  return withCustomerKeys(all, options);
}

/** Every kind of call that a `cp`, or with `moves` a `mv`, may send; the destination is not listed. */
export function callsOfCopy(
  ends: { readonly source: Place; readonly destination: Place; readonly moves: boolean },
  options: SyncOptions,
): readonly AwsCall[] {
  const { source, destination, moves } = ends;
  const looks = listOf(source, "source", options);
  if (options.dryrun) return withCustomerKeys(looks, options);
  const transfers = [...looks, ...transfersOf(source, destination, options)];
  if (!moves) return withCustomerKeys(transfers, options);
  const isVerified = destination.kind === "s3" && !options.awsCompat;
  const moving = [
    ...(isVerified ? [headWithSums("destination", destination)] : []),
    ...(source.kind === "s3" ? [call("DeleteObject", "source", source)] : []),
  ];
  return withCustomerKeys([...transfers, ...moving], options);
}

/** Every kind of call that keeps what is taken away from a destination. */
export function callsOfBackup(
  { destination, backup }: { readonly destination: Place; readonly backup: Place },
  options: SyncOptions,
): readonly AwsCall[] {
  const kept = backupOptions(options);
  if (options.dryrun || (destination.kind === "local" && backup.kind === "local")) return [];
  const calls = withCustomerKeys(transfersOf(destination, backup, kept), kept);
  return calls.map((one) => ({ ...one, side: "destination" }));
}

/** Every kind of call that an `rm` may send. */
export function callsOfRemoval(place: S3Place, options: SyncOptions): readonly AwsCall[] {
  const lists = place.only === true ? [] : listOf(place, "destination", options);
  if (options.dryrun) return lists;
  // One key goes with a request of its own.
  const awsCompat = place.only === true || options.awsCompat;
  return [...lists, ...deletesOf(place, { ...options, delete: true, awsCompat })];
}

function listOf(place: Place, side: Side, { pageSize }: SyncOptions): readonly AwsCall[] {
  if (place.kind === "local") return [];
  if (place.only === true) return [call("HeadObject", side, place)];
  const parameters = {
    prefix: keyPrefix(place.prefix),
    "max-keys": String(pageSize ?? DEFAULT_PAGE_SIZE),
  };
  return [{ operation: "ListObjectsV2", side, on: scopeOf(place), parameters }];
}

/** Sums and metadata are not in a listing. */
function comparesOf(
  place: Place,
  side: Side,
  { checksum, compareMetadata, verify }: SyncOptions,
): readonly AwsCall[] {
  const asks = checksum || compareMetadata || verify;
  return place.kind === "local" || !asks ? [] : [headWithSums(side, place)];
}

/** To show a sum, S3 opens what KMS has encrypted (S3 API Reference, HeadObject, ChecksumMode). */
function headWithSums(side: Side, place: S3Place): AwsCall {
  const parameters = { "x-amz-checksum-mode": "ENABLED" };
  return { ...call("HeadObject", side, place), parameters };
}

function transfersOf(source: Place, destination: Place, options: SyncOptions): readonly AwsCall[] {
  const reads = source.kind === "s3" ? [call("GetObject", "source", source)] : [];
  if (destination.kind === "local") {
    // A large object is asked for its sum before it is read in parts.
    return source.kind === "s3" ? [...reads, headWithSums("source", source)] : reads;
  }
  const write = writesTo(destination, options.write);
  const keepsTags = source.kind === "s3" && takesTags(options);
  const tagged = keepsTags ? ({ carriesTags: true } as const) : {};
  const whole = [{ ...write("PutObject"), ...tagged }];
  const beginning = writesTo(destination, ofBeginning(options.write))("CreateMultipartUpload");
  const begin = { ...beginning, ...tagged };
  const ends = endsOf(destination, options.write);
  const parts = [begin, call("UploadPart", "destination", destination), ...ends];
  if (source.kind === "local") return [...whole, ...parts];
  const kept = keptOf(source, destination, options);
  if (options.through === "stream") return [...reads, ...kept, ...whole, ...parts];
  const from = scopeOf(source);
  const directive = keepsTags ? {} : { "x-amz-tagging-directive": "REPLACE" };
  const copy = write("CopyObject");
  return [
    { ...copy, from, parameters: { ...directive, ...copy.parameters } },
    ...kept,
    begin,
    { ...call("UploadPartCopy", "destination", destination), from },
    ...ends,
  ];
}

/** What is read of a source, and written apart, where S3 takes nothing along by itself. */
function keptOf(source: S3Place, destination: S3Place, options: SyncOptions): readonly AwsCall[] {
  const head = headWithSums("source", source);
  if (!takesTags(options)) return [head];
  return [
    head,
    call("GetObjectTagging", "source", source),
    call("PutObjectTagging", "destination", destination),
  ];
}

/** Whether copies have the tags of their objects. */
function takesTags({ copyProps }: SyncOptions): boolean {
  switch (copyProps) {
    case "none":
    case "metadata-directive":
      return false;
    case "auto":
    case "default":
      return true;
  }
}

/** An upload in parts finds out at its end whether the name is taken (API Reference, CompleteMultipartUpload). */
function ofBeginning(write: WriteOptions): WriteOptions {
  const { ifNoneMatch, ...others } = write;
  return ifNoneMatch === undefined ? write : others;
}

function endsOf(destination: S3Place, { ifNoneMatch }: WriteOptions): readonly AwsCall[] {
  const completion = call("CompleteMultipartUpload", "destination", destination);
  return [
    ifNoneMatch === undefined
      ? completion
      : { ...completion, parameters: { "if-none-match": ifNoneMatch } },
    call("AbortMultipartUpload", "destination", destination),
  ];
}

function deletesOf(destination: Place, options: SyncOptions): readonly AwsCall[] {
  if (!options.delete || destination.kind === "local") return [];
  const alone = call("DeleteObject", "destination", destination);
  return options.awsCompat ? [alone] : [call("DeleteObjects", "destination", destination), alone];
}

function call(operation: S3Operation, side: Side, place: S3Place): AwsCall {
  return { operation, side, on: scopeOf(place), parameters: {} };
}

/** Calls that carry the headers of a write; parts carry none of them. */
function writesTo(place: S3Place, write: WriteOptions): (operation: S3Operation) => AwsCall {
  const headers = {
    "x-amz-acl": write.acl,
    "x-amz-storage-class": write.storageClass,
    "x-amz-server-side-encryption": write.serverSideEncryption,
    "x-amz-server-side-encryption-aws-kms-key-id": write.sseKmsKeyId,
    "x-amz-server-side-encryption-customer-algorithm": write.sseCustomer?.algorithm,
    "x-amz-website-redirect-location": write.websiteRedirectLocation,
    "x-amz-metadata-directive": write.metadataDirective,
    "if-none-match": write.ifNoneMatch,
    ...Object.fromEntries(
      Object.entries(write.grants ?? {}).map(([name, value]) => [`x-amz-grant-${name}`, value]),
    ),
  };
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) parameters[name] = value;
  }
  return (operation) => ({ ...call(operation, "destination", place), parameters });
}

function scopeOf(place: S3Place): ObjectScope {
  if (place.only === true)
    return { bucket: place.bucket, keys: { kind: "key", key: place.prefix } };
  return { bucket: place.bucket, keys: { kind: "prefix", prefix: keyPrefix(place.prefix) } };
}
