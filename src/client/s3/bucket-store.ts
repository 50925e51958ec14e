import type { BucketStore, Cancellable, WriteOptions } from "../../sync/index.ts";
import type { Bandwidth } from "../http/bandwidth.ts";
import type { CredentialsProvider } from "../credentials-provider.ts";
import { systemTiming, type Timing } from "../timing.ts";
import { attemptPut } from "./attempt-put.ts";
import type { Addressing } from "./bucket-address.ts";
import { deleteObjects } from "./delete-objects.ts";
import { type LevelOptions, type LevelPage, listDirectories, listLevel } from "./list-level.ts";
import { listObjects, listPage } from "./list-objects.ts";
import { listParts, listUploads } from "./list-uploads.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from "./multipart-upload.ts";
import { getObjectTagging, putObjectTagging } from "./object-tagging.ts";
import { headObject, readObject } from "./read-object.ts";
import { readSmallObject } from "./read-small-object.ts";
import { S3Connection } from "./s3-connection.ts";
import { copyObject, deleteObject, putObject } from "./write-object.ts";

/** How to reach a bucket, and as whom. */
export interface BucketStoreOptions {
  readonly bucket: string;
  readonly credentials: CredentialsProvider;
  /** Where to ask first; S3 names the right region when it is another. */
  readonly region?: string | undefined;
  /** Instead of AWS, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint?: string | undefined;
  readonly addressing?: Addressing | undefined;
  /** Goes through S3 Transfer Acceleration. */
  readonly accelerate?: boolean | undefined;
  /** Goes over IPv6 where it can. */
  readonly dualStack?: boolean | undefined;
  /** Says that this identity pays for what it reads. */
  readonly requestPayer?: boolean | undefined;
  /** Attempts in all for a request, the first included. */
  readonly maxAttempts?: number | undefined;
  /** Sockets at most. */
  readonly connections?: number | undefined;
  /** What all that share it may send and receive. */
  readonly bandwidth?: Bandwidth | undefined;
  /** How long to wait for an answer to begin or go on. */
  readonly timeoutMs?: number | undefined;
  /** Certificates to trust, in PEM, instead of Node's own. */
  readonly certificates?: string | undefined;
  readonly timing?: Timing | undefined;
}

/** A bucket over the wire, until it is closed. */
export type OpenBucketStore = BucketStore & {
  /** Asks to write over an object so that S3 refuses, and nothing changes, also where it may. */
  attemptPut(key: string, options: WriteOptions & Cancellable): Promise<void>;
  /** One level of the bucket, as people look at it. */
  listLevel(options: LevelOptions): AsyncIterable<LevelPage>;
  /** The bucket's region, as far as its answers have told. */
  region(): string;
  close(): Promise<void>;
};

/** Opens a bucket in S3 for a sync; nothing is sent until something is asked of it. */
export function createBucketStore(options: BucketStoreOptions): OpenBucketStore {
  const connection = new S3Connection({
    bucket: options.bucket,
    credentials: options.credentials,
    region: options.region ?? "us-east-1",
    endpoint: options.endpoint,
    addressing: options.addressing ?? "auto",
    accelerate: options.accelerate ?? false,
    dualStack: options.dualStack ?? false,
    requestPayer: options.requestPayer ?? false,
    maxAttempts: options.maxAttempts ?? 5,
    connections: options.connections ?? 256,
    bandwidth: options.bandwidth,
    // The AWS CLI's default read timeout.
    timeoutMs: options.timeoutMs ?? 60_000,
    certificates: options.certificates,
    timing: options.timing ?? systemTiming,
  });
  return {
    bucket: options.bucket,
    list: (listing) => listObjects(connection, listing),
    listPage: (page) => listPage(connection, page),
    listDirectories: (under) => listDirectories(connection, under),
    headObject: (key, get) => headObject(connection, key, get),
    getObjectTagging: (key, run) => getObjectTagging(connection, key, run),
    putObjectTagging: (key, tags, run) => putObjectTagging(connection, { key, tags }, run),
    getObject: (key, get) => readObject(connection, key, get),
    getSmallObject: (key, get) => readSmallObject(connection, key, get),
    putObject: (key, body, write) => putObject(connection, { key, options: write }, body),
    copyObject: (source, key, write) => copyObject(connection, { key, options: write }, source),
    createMultipartUpload: (key, write) =>
      createMultipartUpload(connection, { key, options: write }),
    uploadPart: (upload, part, run) => uploadPart(connection, upload, { ...part, ...run }),
    uploadPartCopy: (upload, part, run) => uploadPartCopy(connection, upload, { ...part, ...run }),
    completeMultipartUpload: (upload, parts, run) =>
      completeMultipartUpload(connection, upload, { parts, ...run }),
    listParts: (upload, run) => listParts(connection, upload, run),
    listUploads: (key, run) => listUploads(connection, key, run),
    abortMultipartUpload: (upload) => abortMultipartUpload(connection, upload),
    deleteObject: (key, run) => deleteObject(connection, key, run),
    deleteObjects: (keys, run) => deleteObjects(connection, keys, run),
    attemptPut: (key, write) => attemptPut(connection, { key, options: write }),
    listLevel: (level) => listLevel(connection, level),
    region: () => connection.region,
    close: () => connection.close(),
  };
}
