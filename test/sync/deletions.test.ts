import { expect, test } from "vitest";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf } from "./run.ts";

const BOTH = ["s3://from", "s3://to"] as const;
const DELETING = { delete: true, maxDelete: 5_000 };

function cloudWith(keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("kept", "kept");
  cloud.bucket("to").seed("kept", "kept");
  for (const key of keys) cloud.bucket("to").seed(key, "old");
  return cloud;
}

function deletionsOf(cloud: MemoryCloud): readonly string[] {
  return cloud.calls
    .filter(({ operation }) => operation.startsWith("Delete"))
    .map(({ operation, key, detail = key }) => `${operation} ${detail}`);
}

test("what is to be deleted goes 1,000 keys at a time", async () => {
  const cloud = cloudWith(Array.from({ length: 2_500 }, (_, number) => `x${number}`));
  const { exitCode, lines } = await outcomeOf(jobOf(cloud, BOTH, DELETING));
  expect({ exitCode, deleted: lines.length }).toEqual({ exitCode: 0, deleted: 2_500 });
  expect(deletionsOf(cloud).toSorted()).toEqual([
    "DeleteObjects 1000",
    "DeleteObjects 1000",
    "DeleteObjects 500",
  ]);
  expect(cloud.bucket("to").keys()).toEqual(["kept"]);
});

test("one key goes by itself, and so does every key under --aws-compat", async () => {
  const one = cloudWith(["a"]);
  await outcomeOf(jobOf(one, BOTH, DELETING));
  expect(deletionsOf(one)).toEqual(["DeleteObject a"]);
  const compat = cloudWith(["a", "b"]);
  await outcomeOf(jobOf(compat, BOTH, { ...DELETING, awsCompat: true }));
  expect(deletionsOf(compat).toSorted()).toEqual(["DeleteObject a", "DeleteObject b"]);
});

test("a key that may not be deleted fails alone", async () => {
  const cloud = cloudWith(["a", "b", "c"]);
  cloud.fault = ({ operation, key }) =>
    operation === "DeleteObject" && key === "b" ? refusal("DeleteObjects") : undefined;
  const { exitCode, lines } = await outcomeOf(jobOf(cloud, BOTH, DELETING));
  expect(exitCode).toBe(1);
  expect(lines).toEqual([
    "delete: s3://to/a",
    "delete failed: s3://to/b An error occurred (AccessDenied) when calling the DeleteObjects operation: Access Denied",
    "delete: s3://to/c",
  ]);
});

test("a key that no XML can hold goes alone, and one that S3 was too busy for once more", async () => {
  const cloud = cloudWith(["a", "b", "c\u0001"]);
  let isBusy = true;
  cloud.fault = ({ operation, key }) => {
    if (!isBusy || operation !== "DeleteObject" || key !== "b") return undefined;
    isBusy = false;
    return refusal("DeleteObjects", "SlowDown", 503);
  };
  expect(await outcomeOf(jobOf(cloud, BOTH, DELETING))).toMatchObject({ exitCode: 0 });
  expect(deletionsOf(cloud).toSorted()).toEqual([
    "DeleteObject b",
    "DeleteObject c\u0001",
    "DeleteObjects 2",
  ]);
});

test("a store without DeleteObjects is asked for each key", async () => {
  const cloud = cloudWith(["a", "b"]);
  cloud.fault = ({ operation }) =>
    operation === "DeleteObjects" ? refusal(operation, "NotImplemented", 501) : undefined;
  expect(await outcomeOf(jobOf(cloud, BOTH, DELETING))).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(["kept"]);
});
