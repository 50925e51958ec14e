import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runSync, type SyncOptions } from "../../src/sync/index.ts";
import { type MemoryCloud, refusal } from "../support/memory-bucket.ts";
import {
  begun,
  calls,
  cloudOf,
  COPY,
  LARGE,
  resumed,
  run,
  SMALL_PARTS,
  stoppingWhen,
} from "./resumable.ts";
import { jobOf, temporaryDirectory } from "./run.ts";

describe.each<readonly [string, readonly [string, string], Partial<SyncOptions>]>([
  ["copied", COPY, {}],
  ["streamed", COPY, { through: "stream" }],
  ["uploaded", ["up", "s3://to"], {}],
])("an object in parts, %s", (_name, [from, to], given) => {
  const options = { ...SMALL_PARTS, ...given, maxConcurrentRequests: 1 };
  const put = given.through === "stream" || from === "up" ? "UploadPart" : "UploadPartCopy";

  /** A run that is stopped when it has sent two parts. */
  async function stopped(): Promise<{
    cloud: MemoryCloud;
    ends: readonly [string, string];
    directory: string;
    change: (body: string) => void;
  }> {
    const cloud = cloudOf({ a: LARGE });
    const root = temporaryDirectory();
    writeFileSync(join(root, "a"), LARGE);
    const ends = [from === "up" ? root : from, to] as const;
    const directory = temporaryDirectory();
    const signal = stoppingWhen(
      cloud,
      ({ operation, detail }) => operation === put && detail === "3",
    );
    const { events } = await run(cloud, await begun(directory), { ends, options, signal });
    expect(events.at(-2)).toMatchObject({ type: "resumable", uploads: 1 });
    cloud.fault = () => undefined;
    const change = (body: string): void => {
      cloud.bucket("from").seed("a", body);
      writeFileSync(join(root, "a"), body);
      utimesSync(join(root, "a"), 1, 1);
    };
    return { cloud, ends, directory, change };
  }

  test("goes on with the parts that are there", async () => {
    const { cloud, ends, directory } = await stopped();
    const { exitCode } = await run(cloud, await resumed(directory), { ends, options });
    expect(exitCode).toBe(0);
    expect(calls(cloud, put)).toEqual(["a 4", "a 5"]);
    expect(calls(cloud, "CreateMultipartUpload")).toEqual([]);
    expect(cloud.bucket("to").text("a")).toBe(LARGE);
    expect(cloud.bucket("to").uploads.size).toBe(0);
  });

  test("leaves the old object where a part that is there is not its source's", async () => {
    const { cloud, ends, directory } = await stopped();
    cloud.bucket("to").seed("a", "old", { modifiedMs: 0 });
    const [parts] = cloud.bucket("to").uploads.values();
    parts?.set(1, Buffer.from("another 9"));
    const { exitCode } = await run(cloud, await resumed(directory), { ends, options });
    const isSentAnew = from === "up";
    expect(exitCode).toBe(isSentAnew ? 0 : 1);
    expect(cloud.bucket("to").text("a")).toBe(isSentAnew ? LARGE : "old");
    expect(cloud.bucket("to").uploads.size).toBe(0);
  });

  test("starts anew when the source has changed, and drops the parts", async () => {
    const { cloud, ends, directory, change } = await stopped();
    const body = "x".repeat(40);
    change(body);
    const { exitCode } = await run(cloud, await resumed(directory), { ends, options });
    expect(exitCode).toBe(0);
    expect(calls(cloud, "CreateMultipartUpload")).toEqual(["a"]);
    expect(cloud.bucket("to").text("a")).toBe(body);
    expect(cloud.bucket("to").uploads.size).toBe(0);
  });

  test.each(["NoSuchUpload", "AccessDenied"])(
    "starts anew when ListParts answers %s",
    async (code) => {
      const { cloud, ends, directory } = await stopped();
      cloud.fault = ({ operation }) =>
        operation === "ListParts" ? refusal("ListParts", code) : undefined;
      const { exitCode } = await run(cloud, await resumed(directory), { ends, options });
      expect(exitCode).toBe(0);
      expect(cloud.bucket("to").text("a")).toBe(LARGE);
      expect(calls(cloud, "AbortMultipartUpload")).toEqual(code === "AccessDenied" ? ["a"] : []);
    },
  );

  test("starts anew when the upload goes away meanwhile: a dead process may have completed it", async () => {
    const { cloud, ends, directory } = await stopped();
    let isFirst = true;
    cloud.fault = ({ operation }) => {
      if (operation === put && isFirst) {
        isFirst = false;
        cloud.bucket("to").uploads.clear();
      }
      return undefined;
    };
    const { exitCode } = await run(cloud, await resumed(directory), { ends, options });
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").text("a")).toBe(LARGE);
    expect(cloud.bucket("to").uploads.size).toBe(0);
  });

  test("is dropped when a whole run of the same command has been done since", async () => {
    const { cloud, ends, directory } = await stopped();
    const { exitCode } = await run(cloud, await begun(directory), { ends, options });
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").uploads.size).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  });
});

test("without a journal a stopped run drops its parts", async () => {
  const cloud = cloudOf({ a: LARGE });
  const signal = stoppingWhen(cloud, ({ detail }) => detail === "2");
  for await (const event of runSync({ ...jobOf(cloud, COPY, SMALL_PARTS), signal }))
    expect(event).toBeDefined();
  expect(cloud.bucket("to").uploads.size).toBe(0);
});

describe("an upload whose id the killed process never learnt", () => {
  async function killedWhileBegun(): Promise<{ cloud: MemoryCloud; directory: string }> {
    const directory = temporaryDirectory();
    const cloud = cloudOf({ a: LARGE });
    const journal = await begun(directory);
    await journal.uploadAsked("a");
    await cloud.bucket("to").createMultipartUpload("a", {});
    await journal.close("unfinished");
    return { cloud, directory };
  }

  test("is aborted when it has no part", async () => {
    const { cloud, directory } = await killedWhileBegun();
    expect((await run(cloud, await resumed(directory), { options: SMALL_PARTS })).exitCode).toBe(0);
    expect(cloud.bucket("to").uploads.size).toBe(0);
    expect(cloud.bucket("to").text("a")).toBe(LARGE);
  });

  test("stays when it has a part, for it is somebody else's", async () => {
    const { cloud, directory } = await killedWhileBegun();
    const upload = { key: "a", uploadId: "upload-1", checksumAlgorithm: "CRC32" } as const;
    await cloud.bucket("to").uploadPart(upload, { partNumber: 1, body: Buffer.from("x") }, {});
    expect((await run(cloud, await resumed(directory), { options: SMALL_PARTS })).exitCode).toBe(0);
    expect([...cloud.bucket("to").uploads.keys()]).toEqual(["upload-1"]);
  });

  test("stays when it was begun before ours was asked for", async () => {
    const directory = temporaryDirectory();
    const cloud = cloudOf({ a: LARGE });
    const own = cloud.bucket("to");
    const list = own.listUploads.bind(own);
    own.listUploads = async (key, options) =>
      (await list(key, options)).map((upload) =>
        upload.uploadId === "upload-1"
          ? { ...upload, initiatedMs: upload.initiatedMs - 3_600_000 }
          : upload,
      );
    await own.createMultipartUpload("a", {});
    const journal = await begun(directory);
    await journal.uploadAsked("a");
    await journal.close("unfinished");
    expect((await run(cloud, await resumed(directory), { options: SMALL_PARTS })).exitCode).toBe(0);
    expect([...own.uploads.keys()]).toEqual(["upload-1"]);
  });
});
