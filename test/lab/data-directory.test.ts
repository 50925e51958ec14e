import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { openStore } from "../../src/lab/state/open-store.ts";
import { storyWorld } from "./story-world.ts";

const Bucket = "dev-a";
let dataDirectory: string;
let lab: Lab;
const start = (): Promise<Lab> => startLab({ world: storyWorld(), dataDirectory });
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "sluice-test-"));
  lab = await start();
});
afterEach(async () => {
  await lab.close();
  await rm(dataDirectory, { recursive: true });
});

function client(of: Lab): S3Client {
  const principal = of.principals.find(({ profile }) => profile === "a");
  if (principal === undefined) throw new Error("no profile `a`");
  return new S3Client({
    endpoint: of.url,
    credentials: principal.credentials,
    region: "ap-northeast-1",
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

async function bodyOf(s3: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test("only its owner may read what it keeps", async () => {
  await client(lab).send(new PutObjectCommand({ Bucket, Key: "k", Body: Buffer.alloc(300_000) }));
  const made = join(dataDirectory, "made");
  const log = join(made, "logs", "decisions.jsonl");
  const another = await startLab({ dataDirectory: made, logDecisions: log });
  await another.close();
  const paths = ["store", "bodies", "made", join("made", "logs")].map((name) =>
    join(dataDirectory, name),
  );
  const inside = paths.slice(0, 2).map(async (path) => {
    return (await readdir(path)).map((name) => join(path, name));
  });
  const all = [...paths, log, ...(await Promise.all(inside)).flat()];
  expect(all.length).toBeGreaterThan(7);
  const open = await Promise.all(
    all.map(async (path) => ({ path, forOthers: (await stat(path)).mode & 0o077 })),
  );
  expect(open.filter(({ forOthers }) => forOthers !== 0)).toEqual([]);
});

test("a lab whose log cannot be made leaves its directory to the next one", async () => {
  const made = join(dataDirectory, "made");
  await writeFile(join(dataDirectory, "file"), "");
  const logDecisions = join(dataDirectory, "file", "decisions.jsonl");
  await expect(startLab({ dataDirectory: made, logDecisions })).rejects.toThrow(UsageError);
  expect(await readdir(made)).toEqual([]);
});

test("a lab that is started again in its directory has everything, keys and uploads too", async () => {
  const principals = structuredClone(lab.principals);
  const before = client(lab);
  const large = Buffer.alloc(300_000, "large ");
  await before.send(
    new PutObjectCommand({ Bucket, Key: "small", Body: "s", Metadata: { a: "b" } }),
  );
  await before.send(new PutObjectCommand({ Bucket, Key: "large", Body: large }));
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    ],
  });
  await before.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const { UploadId } = await before.send(new CreateMultipartUploadCommand({ Bucket, Key: "up" }));
  const part = { Bucket, Key: "up", UploadId, PartNumber: 1 };
  const { ETag } = await before.send(new UploadPartCommand({ ...part, Body: "part" }));
  await lab.close();
  lab = await start();
  expect(lab.principals).toEqual(principals);
  const after = client(lab);
  const { Metadata } = await after.send(new GetObjectCommand({ Bucket, Key: "small" }));
  expect(Metadata).toEqual({ a: "b" });
  expect((await bodyOf(after, "large")).equals(large)).toBe(true);
  await after.send(
    new CompleteMultipartUploadCommand({
      ...part,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  const { Contents } = await after.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["large", "small", "up"]);
});

test("files that a cut-off write left are removed on start, and no others", async () => {
  await client(lab).send(
    new PutObjectCommand({ Bucket, Key: "large", Body: Buffer.alloc(100_000) }),
  );
  await lab.close();
  const bodies = join(dataDirectory, "bodies");
  const kept = await readdir(bodies);
  await writeFile(join(bodies, "0000zzzzz"), "left over");
  await writeFile(join(bodies, "0000zzzzz.incoming"), "left over");
  lab = await start();
  expect(await readdir(bodies)).toEqual(kept);
  expect(kept).toHaveLength(1);
});

test("overwriting and deleting leave no bytes behind", async () => {
  const s3 = client(lab);
  for (const size of [100_000, 10, 200_000, 0]) {
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: Buffer.alloc(size) }));
  }
  expect(await readdir(join(dataDirectory, "bodies"))).toEqual([]);
});

test("a directory that another lab uses, or that holds another world, is refused", async () => {
  await expect(start()).rejects.toThrow(
    `cannot keep data in \`${dataDirectory}\`: the lab with process id \`${process.pid}\` uses it`,
  );
  await lab.close();
  const world = { ...storyWorld(), accounts: {} };
  await expect(startLab({ world, dataDirectory })).rejects.toThrow(UsageError);
  lab = await start();
});

test("a directory with rows in another form is refused, and stays as it is", async () => {
  await lab.close();
  for (const format of [undefined, 1, 4]) {
    await withFormat(format);
    await expect(start()).rejects.toThrow("holds the data of another version of Sluice");
  }
  await withFormat(3);
  lab = await start();
});

test("a directory with rows in the form before is read, and is from then on one of this version", async () => {
  await lab.close();
  await withFormat(2);
  lab = await start();
  await lab.close();
  expect(await withFormat(3)).toBe(3);
  lab = await start();
});

/** Marks the directory as one in another form; resolves to the form that it was in. */
async function withFormat(format: number | undefined): Promise<number | undefined> {
  const store = openStore({ directory: join(dataDirectory, "store"), isLasting: true });
  const origins = store.table<{ readonly format: number | undefined }>("lab.origin");
  const origin = origins.get(["origin"]);
  await store.transaction(() => {
    origins.put(["origin"], { ...origin, format });
  });
  await store.close();
  return origin?.format;
}

test("a reset brings the world back, and everyone keeps their keys", async () => {
  const s3 = client(lab);
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: Buffer.alloc(100_000) }));
  await lab.reset();
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(KeyCount).toBe(0);
  expect(await readdir(join(dataDirectory, "bodies"))).toEqual([]);
});
