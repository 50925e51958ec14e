import { describe, expect, test } from "vitest";
import type { SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { begun, calls, LARGE, resumed, run, SMALL_PARTS, stoppingWhen } from "./resumable.ts";
import { temporaryDirectory } from "./run.ts";

/** More than a header carries. */
const TAGS = Array.from({ length: 10 }, (_, number) => ({
  key: `${number}`.padEnd(128, "k"),
  value: "v".repeat(256),
}));

describe.each<SyncOptions["through"]>(["copy", "stream"])("tags that follow, by %s", (through) => {
  const options = { ...SMALL_PARTS, through };

  /** A run that ends when the object is there and its tags are not. */
  async function stopped(): Promise<{ cloud: MemoryCloud; directory: string }> {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("a", LARGE, { tags: TAGS });
    const directory = temporaryDirectory();
    const signal = stoppingWhen(cloud, ({ operation }) => operation === "PutObjectTagging");
    cloud.fault = withFault(cloud, "PutObjectTagging");
    const { events } = await run(cloud, await begun(directory), { options, signal });
    expect(events.at(-2)).toMatchObject({ type: "resumable" });
    expect(cloud.bucket("to").objects.get("a")).toMatchObject({ tags: [] });
    cloud.fault = () => undefined;
    return { cloud, directory };
  }

  test("are written by whoever goes on, though no listing shows that they are missing", async () => {
    const { cloud, directory } = await stopped();
    const { exitCode } = await run(cloud, await resumed(directory), { options });
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").objects.get("a")).toMatchObject({ tags: TAGS });
    expect(calls(cloud, "PutObjectTagging")).toEqual(["a"]);
    expect(calls(cloud, "CompleteMultipartUpload")).toEqual([]);
    await expect(resumed(directory)).rejects.toThrow("cannot");
  });

  test("give way to those of an object that is copied once more", async () => {
    const { cloud, directory } = await stopped();
    cloud.bucket("from").seed("a", "new", { tags: [] });
    const { exitCode } = await run(cloud, await resumed(directory), { options });
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").objects.get("a")).toMatchObject({ tags: [] });
    expect(calls(cloud, "PutObjectTagging")).toEqual([]);
  });

  test("wait for another who goes on where they are refused", async () => {
    const { cloud, directory } = await stopped();
    cloud.fault = ({ operation }) =>
      operation === "PutObjectTagging" ? refusal(operation) : undefined;
    const { events, exitCode } = await run(cloud, await resumed(directory), { options });
    expect(exitCode).toBe(2);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "warning", code: "tags-not-written", key: "a" }),
    );
    cloud.fault = () => undefined;
    await run(cloud, await resumed(directory), { options });
    expect(cloud.bucket("to").objects.get("a")).toMatchObject({ tags: TAGS });
  });

  test("are not for an object that another wrote meanwhile", async () => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("a", LARGE, { tags: TAGS });
    cloud.fault = ({ operation }) => {
      if (operation === "CompleteMultipartUpload") cloud.bucket("to").seed("a", "theirs");
      return undefined;
    };
    const held = { ...options, noOverwrite: true, write: { ifNoneMatch: "*" } } as const;
    const { events } = await run(cloud, await begun(temporaryDirectory()), { options: held });
    expect(events).toContainEqual(
      expect.objectContaining({ type: "warning", code: "written-meanwhile", key: "a" }),
    );
    expect(cloud.bucket("to").objects.get("a")).toMatchObject({ tags: [] });
    expect(calls(cloud, "PutObjectTagging")).toEqual([]);
  });

  test("are no longer meant where the object is gone", async () => {
    const { cloud, directory } = await stopped();
    cloud.bucket("from").objects.delete("a");
    cloud.bucket("to").objects.delete("a");
    const { exitCode } = await run(cloud, await resumed(directory), { options });
    expect(exitCode).toBe(0);
  });
});

/** Stops the run, as its own fault does, and answers nothing. */
function withFault(cloud: MemoryCloud, refused: string): MemoryCloud["fault"] {
  const { fault } = cloud;
  return (call) => fault(call) ?? (call.operation === refused ? refusal(refused) : undefined);
}
