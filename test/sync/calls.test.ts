import { expect, test } from "vitest";
import type { AwsCall } from "../../src/aws/index.ts";
import {
  callsOf,
  callsOfBackup,
  DEFAULT_SYNC_OPTIONS,
  type SyncOptions,
} from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { placeOf, sync, temporaryDirectory } from "./run.ts";

type Ends = readonly [string, string];

function calls(ends: Ends, options: Partial<SyncOptions> = {}): readonly AwsCall[] {
  return callsOf(placeOf(ends[0]), placeOf(ends[1]), { ...DEFAULT_SYNC_OPTIONS, ...options });
}

function shown(call: AwsCall): string {
  const from = call.from === undefined ? "" : ` from ${call.from.bucket}`;
  return `${call.side} ${call.operation} ${call.on.bucket}${from}`;
}

const MULTIPART_ENDS = [
  "destination CompleteMultipartUpload to",
  "destination AbortMultipartUpload to",
];
const LISTS = ["source ListObjectsV2 from", "destination ListObjectsV2 to"];
const KEPT = [
  "source HeadObject from",
  "source GetObjectTagging from",
  "destination PutObjectTagging to",
];
const UPLOAD = [
  "destination PutObject to",
  "destination CreateMultipartUpload to",
  "destination UploadPart to",
  ...MULTIPART_ENDS,
];

test.each<readonly [string, readonly [Ends, Partial<SyncOptions>], readonly string[]]>([
  ["upload", [["/d", "s3://to"], {}], ["destination ListObjectsV2 to", ...UPLOAD]],
  [
    "download",
    [["s3://from", "/d"], { delete: true }],
    ["source ListObjectsV2 from", "source GetObject from", "source HeadObject from"],
  ],
  [
    "copy with deletions",
    [["s3://from", "s3://to"], { delete: true }],
    [
      ...LISTS,
      "destination CopyObject to from from",
      ...KEPT,
      "destination CreateMultipartUpload to",
      "destination UploadPartCopy to from from",
      ...MULTIPART_ENDS,
      "destination DeleteObjects to",
      "destination DeleteObject to",
    ],
  ],
  [
    "stream",
    [["s3://from", "s3://to"], { through: "stream" }],
    [...LISTS, "source GetObject from", ...KEPT, ...UPLOAD],
  ],
  [
    "stream without tags",
    [["s3://from", "s3://to"], { through: "stream", copyProps: "metadata-directive" }],
    [...LISTS, "source GetObject from", "source HeadObject from", ...UPLOAD],
  ],
  ["dry run", [["s3://from", "s3://to"], { dryrun: true, delete: true }], LISTS],
])("a %s sends what facts/sync.md 2 says", (_name, [ends, options], want) => {
  expect(calls(ends, options).map(shown)).toEqual(want);
});

test("keys are prefixes that end in a slash, as `aws s3 sync` makes them", () => {
  expect(calls(["s3://from/p", "/d"])[0]).toEqual({
    operation: "ListObjectsV2",
    side: "source",
    on: { bucket: "from", keys: { kind: "prefix", prefix: "p/" } },
    parameters: { prefix: "p/", "max-keys": "1000" },
  });
  expect(calls(["s3://from", "/d"])[0]?.parameters["prefix"]).toBe("");
});

test("lists say how many keys they ask for, because policies see it", () => {
  const parameters = calls(["s3://from", "s3://to"], { pageSize: 7 }).slice(0, 2);
  expect(parameters.map((call) => call.parameters["max-keys"])).toEqual(["7", "7"]);
});

test("writes carry the headers that policies see; parts do not", () => {
  const write = { acl: "bucket-owner-full-control", sseKmsKeyId: "k", contentType: "text/plain" };
  const carrying = calls(["/d", "s3://to"], { write }).filter(
    (call) => "x-amz-acl" in call.parameters,
  );
  expect(carrying.map((call) => call.operation)).toEqual(["PutObject", "CreateMultipartUpload"]);
  expect(carrying[0]?.parameters).toEqual({
    "x-amz-acl": "bucket-owner-full-control",
    "x-amz-server-side-encryption-aws-kms-key-id": "k",
  });
});

test.each<readonly [string, Ends, Partial<SyncOptions>]>([
  ["copy", ["s3://from/p", "s3://to/q"], {}],
  ["stream", ["s3://from/p", "s3://to/q"], { through: "stream" }],
  ["download", ["s3://from/p", "directory"], {}],
])("a %s sends nothing that was not announced", async (_name, [from, to], options) => {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("p/small", "1");
  cloud.bucket("from").seed("p/large", "x".repeat(30));
  cloud.bucket("to").seed("q/old", "1");
  const given = { ...options, delete: true, multipartThreshold: 20, partSize: 9 };
  const ends = [from, to === "directory" ? temporaryDirectory() : to] as const;
  await sync(cloud, ends, given);
  const announced = new Set(calls(ends, given).map((call) => call.operation));
  expect([...new Set(cloud.operations())].filter((one) => !announced.has(one))).toEqual([]);
});

const ALGORITHM = "server-side-encryption-customer-algorithm";
const CUSTOMER_KEY = { algorithm: "AES256", key: new Uint8Array(32) };

test("calls say of customers' keys what they bring: the source's to read, the destination's to write and look", () => {
  const options = {
    sourceCustomerKey: CUSTOMER_KEY,
    write: { sseCustomer: CUSTOMER_KEY },
    checksum: true,
  };
  const brought = calls(["s3://from", "s3://to"], options).flatMap((call) => {
    const names = Object.keys(call.parameters).filter((name) => name.endsWith(ALGORITHM));
    return names.length === 0 ? [] : [`${shown(call)}: ${names.sort().join(" ")}`];
  });
  const [own, source] = [`x-amz-${ALGORITHM}`, `x-amz-copy-source-${ALGORITHM}`];
  expect([...new Set(brought)]).toEqual([
    `source HeadObject from: ${own}`,
    `destination HeadObject to: ${own}`,
    `destination CopyObject to from from: ${source} ${own}`,
    `destination CreateMultipartUpload to: ${own}`,
    `destination UploadPartCopy to from from: ${source}`,
  ]);
});

test("what is kept is written under the encryption of the run, and read without the source's key", () => {
  const ends = { destination: placeOf("s3://to"), backup: placeOf("s3://kept") };
  const keeping = (options: Partial<SyncOptions>): AwsCall["parameters"] | undefined =>
    callsOfBackup(ends, { ...DEFAULT_SYNC_OPTIONS, ...options }).find(
      ({ operation }) => operation === "CopyObject",
    )?.parameters;
  const write = { serverSideEncryption: "aws:kms", sseKmsKeyId: "k", acl: "private" };
  expect(keeping({ write, sourceCustomerKey: CUSTOMER_KEY })).toEqual({
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": "k",
  });
  expect(keeping({ write: { sseCustomer: CUSTOMER_KEY } })).toEqual({
    [`x-amz-${ALGORITHM}`]: "AES256",
    [`x-amz-copy-source-${ALGORITHM}`]: "AES256",
  });
});
