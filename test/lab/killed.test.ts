import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { s3ClientOf } from "../support/s3-client-of.ts";

const Bucket = "dev-a-111111111111";
const ROUNDS = 4;
const WRITERS = 8;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-killed-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly s3: S3Client;
}

async function start(): Promise<Running> {
  const main = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");
  const config = join(directory, "aws.ini");
  const options = ["--port", "0", "--data", join(directory, "data"), "--write-aws-config", config];
  const child = spawn(process.execPath, [main, "lab", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface(child.stdout), "line");
  return { child, s3: s3ClientOf(await readFile(config, "utf8"), "dev-a", { maxAttempts: 1 }) };
}

async function kill({ child, s3 }: Running): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  s3.destroy();
}

/** What a key must hold: the last value that was acknowledged, or the one that was on its way. */
interface Expected {
  acknowledged: string | undefined;
  attempted: string | undefined;
}

/** A body that tells which write it is, and is larger than a row every third time. */
function bodyFor(serial: number): Buffer {
  const seed = createHash("sha256").update(String(serial)).digest("hex");
  return Buffer.from(seed.repeat(serial % 3 === 0 ? 4000 : 4));
}

const sumOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function write(s3: S3Client, Key: string, Body: Buffer): Promise<void> {
  if (Body.length < 10_000) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    return;
  }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = { Bucket, Key, UploadId, PartNumber: 1 };
  const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body }));
  const Parts = [{ PartNumber: 1, ETag }];
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
}

/** Writes and deletes one key over and over, until the lab is gone. */
async function writeOn(
  s3: S3Client,
  [Key, expected]: readonly [string, Expected],
  first: number,
): Promise<void> {
  for (let serial = first; ; serial += WRITERS) {
    const Body = bodyFor(serial);
    const deletes = serial % 5 === 0;
    expected.attempted = deletes ? undefined : sumOf(Body);
    try {
      if (deletes) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      else await write(s3, Key, Body);
    } catch {
      return;
    }
    expected.acknowledged = expected.attempted;
  }
}

async function sumStored(s3: S3Client, Key: string): Promise<string | undefined> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
  if (Contents.length === 0) return undefined;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return sumOf((await Body?.transformToByteArray()) ?? new Uint8Array());
}

test("after kill -9 every acknowledged write is there, and none by half", async () => {
  const keys = Array.from({ length: WRITERS }, (_, i) => `key-${i}`);
  const states = new Map<string, Expected>(
    keys.map((key) => [key, { acknowledged: undefined, attempted: undefined }]),
  );
  let running = await start();
  let serial = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const { s3 } = running;
    const writers = [...states].map((state) => writeOn(s3, state, serial++));
    serial += 1000;
    await sleep(150 + Math.random() * 400);
    await kill(running);
    await Promise.all(writers);
    running = await start();
    for (const [key, expected] of states) {
      const stored = await sumStored(running.s3, key);
      expect([expected.acknowledged, expected.attempted]).toContain(stored);
      expected.acknowledged = stored;
    }
  }
  // Only files that something points at are left: one for each large object and each part.
  const files = await readdir(join(directory, "data", "bodies"));
  expect(files.filter((name) => name.endsWith(".incoming"))).toEqual([]);
  await kill(running);
}, 60_000);
