import { describe, expect, test, vi } from "vitest";
import type { SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { type Outcome, sync } from "./run.ts";

const DESCRIPTION = {
  contentType: "application/x-mine",
  cacheControl: "max-age=60",
  metadata: { owner: "me" },
};
const TAGS = [
  { key: "team", value: "a b" },
  { key: "ü", value: "1&2" },
];
/** Ten tags of the greatest length: more than a header carries. */
const LONG_TAGS = Array.from({ length: 10 }, (_, number) => ({
  key: `${number}`.padEnd(128, "k"),
  value: "v".repeat(256),
}));
const SMALL_PARTS = { multipartThreshold: 20, partSize: 9 };
const ENDS = ["s3://from", "s3://to"] as const;

function cloudOf(tags = TAGS): MemoryCloud {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("large", "x".repeat(30), { description: DESCRIPTION, tags });
  cloud.bucket("from").seed("small", "1", { description: DESCRIPTION, tags });
  return cloud;
}

function run(cloud: MemoryCloud, options: Partial<SyncOptions>): Promise<Outcome> {
  return sync(cloud, ENDS, { ...SMALL_PARTS, ...options });
}

function kept(cloud: MemoryCloud): readonly unknown[] {
  return [...cloud.bucket("to").objects.values()].map(({ description, tags }) => ({
    description,
    tags,
  }));
}

describe.each<SyncOptions["through"]>(["copy", "stream"])("S3 to S3 by %s", (through) => {
  test("keeps description and tags, small and in parts", async () => {
    const cloud = cloudOf();
    const { exitCode } = await run(cloud, { through });
    expect(exitCode).toBe(0);
    const whole = { description: DESCRIPTION, tags: TAGS };
    expect(kept(cloud)).toEqual([whole, whole]);
  });

  test("keeps tags that no header can carry", async () => {
    const cloud = cloudOf(LONG_TAGS);
    const { exitCode } = await run(cloud, { through });
    expect(exitCode).toBe(0);
    expect([...cloud.bucket("to").objects.values()].map(({ tags }) => tags)).toEqual([
      LONG_TAGS,
      LONG_TAGS,
    ]);
  });

  test("replaces what a flag gives and keeps the rest", async () => {
    const cloud = cloudOf();
    await run(cloud, { through, write: { contentType: "text/plain" } });
    const whole = { description: { ...DESCRIPTION, contentType: "text/plain" }, tags: TAGS };
    expect(kept(cloud)).toEqual([whole, whole]);
  });

  test("leaves the tags out on `metadata-directive`, and all on `none`", async () => {
    const cloud = cloudOf();
    await run(cloud, { through, copyProps: "metadata-directive" });
    const described = { description: DESCRIPTION, tags: [] };
    expect(kept(cloud)).toEqual([described, described]);
    const other = cloudOf();
    await run(other, { through, copyProps: "none" });
    const bare = { description: {}, tags: [] };
    expect(kept(other)).toEqual([bare, bare]);
  });

  test("never deletes an object whose tags could not be written", async () => {
    const cloud = cloudOf(LONG_TAGS);
    cloud.bucket("to").seed("large", "old");
    cloud.fault = ({ operation }) =>
      operation === "PutObjectTagging" ? refusal(operation) : undefined;
    const { exitCode, lines } = await run(cloud, { through });
    expect(exitCode).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning: Copied without its tags s3:\/\/to\/large\. Another sync/),
    );
    expect(cloud.bucket("to").text("large")).toBe("x".repeat(30));
    expect(cloud.operations()).not.toContain("DeleteObject");
  });
});

test("tags that may not be read are left out with a warning, and fail the copy when asked for", async () => {
  const unreadable = (): MemoryCloud => {
    const cloud = cloudOf();
    cloud.fault = ({ operation }) =>
      operation === "GetObjectTagging" ? refusal(operation) : undefined;
    return cloud;
  };
  const cloud = unreadable();
  const { exitCode, lines } = await run(cloud, {});
  expect(exitCode).toBe(2);
  expect(lines).toContainEqual(expect.stringMatching(/^warning: Copied without its tags s3:/));
  expect(cloud.bucket("to").keys()).toEqual(["large", "small"]);
  const strict = unreadable();
  expect((await run(strict, { copyProps: "default" })).exitCode).toBe(1);
  expect(strict.bucket("to").keys()).toEqual(["small"]);
});

test("a store that knows no tags loses none", async () => {
  const cloud = cloudOf([]);
  cloud.fault = ({ operation }) =>
    operation === "GetObjectTagging" ? refusal(operation, "NotImplemented", 501) : undefined;
  expect((await run(cloud, { through: "stream" })).exitCode).toBe(0);
});

test("parts of a version that was replaced are not described by its successor", async () => {
  const cloud = cloudOf();
  cloud.fault = ({ operation }) => {
    if (operation === "HeadObject") cloud.bucket("from").seed("large", "y".repeat(30));
    return undefined;
  };
  const { exitCode } = await run(cloud, {});
  expect(exitCode).toBe(1);
  expect(cloud.bucket("to").keys()).toEqual(["small"]);
});

test.each(["default", "auto", "metadata-directive", "none"] as const)(
  "a stopped run stops a copy that is made with --copy-props %s",
  async (copyProps) => {
    const cloud = cloudOf();
    const copied = vi.spyOn(cloud.bucket("to"), "copyObject");
    await run(cloud, { copyProps, multipartThreshold: 100 });
    const signals = copied.mock.calls.map(([, , { signal }]) => signal);
    expect(signals).toEqual([expect.any(AbortSignal), expect.any(AbortSignal)]);
  },
);
