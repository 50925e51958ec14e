import { expect, test } from "vitest";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { sync } from "./run.ts";

function bucketWith(...keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of keys) cloud.bucket("b").seed(key, key);
  cloud.nowMs += 60_000;
  return cloud;
}

test("a prefix copied into its own bucket with --delete does not delete its source", async () => {
  const cloud = bucketWith("backup/a", "backup/backup/c", "gone");
  const { exitCode } = await sync(cloud, ["s3://b/backup", "s3://b"], { delete: true });
  expect(exitCode).toBe(0);
  expect(cloud.bucket("b").keys()).toEqual(["a", "backup/a", "backup/backup/c"]);
});

test("a bucket copied into a prefix of itself does not copy its copies", async () => {
  const cloud = bucketWith("a", "z/a", "z/gone", "z/z/kept");
  const { exitCode } = await sync(cloud, ["s3://b", "s3://b/z"], { delete: true });
  expect(exitCode).toBe(0);
  expect(cloud.bucket("b").keys()).toEqual(["a", "z/a", "z/z/kept"]);
});

test("a prefix that only begins like the other end is copied", async () => {
  const cloud = bucketWith("a/x", "ab/y");
  await sync(cloud, ["s3://b", "s3://b/a"]);
  expect(cloud.bucket("b").keys()).toEqual(["a/ab/y", "a/x", "ab/y"]);
});

test("equally named prefixes of two buckets are no overlap", async () => {
  const cloud = bucketWith("z/a");
  await sync(cloud, ["s3://b", "s3://c/z"]);
  expect(cloud.bucket("c").keys()).toEqual(["z/z/a"]);
});
