import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Place,
  runCopy,
  runRemoval,
  runSync,
  type SyncOptions,
} from "../../src/sync/index.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, placeOf, temporaryDirectory } from "./run.ts";

const OPTIONS = { delete: true, maxDelete: 10, checksum: true };

async function sync(
  cloud: MemoryCloud,
  [from, to, backup]: readonly [string, string, string],
  options: Partial<SyncOptions> = OPTIONS,
): Promise<{ exit: number; failed: readonly string[] }> {
  const place = placeOf(backup);
  const kept = place.kind === "s3" ? { place, store: cloud.bucket(place.bucket) } : { place };
  const failed: string[] = [];
  let exit = -1;
  for await (const event of runSync({ ...jobOf(cloud, [from, to], options), backup: kept })) {
    if (event.type === "failed") failed.push(event.error.message);
    if (event.type === "done") exit = event.exitCode;
  }
  return { exit, failed };
}

function cloudWith(): MemoryCloud {
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("d/new", "new");
  cloud.bucket("from").seed("d/same", "same");
  cloud.bucket("from").seed("d/x", "newer");
  cloud.bucket("to").seed("d/same", "same");
  cloud.bucket("to").seed("d/x", "older", { tags: [{ key: "a", value: "b" }] });
  cloud.bucket("to").seed("gone", "gone");
  return cloud;
}

function filesIn(root: string): string {
  const read = (name: string): string => readFileSync(join(root, name), "utf8");
  return `${read("d/x")} ${read("gone")}`;
}

describe("what is replaced or deleted is kept first", () => {
  test("of a bucket, in a bucket, with its tags", async () => {
    const cloud = cloudWith();
    const ran = await sync(cloud, ["s3://from", "s3://to", "s3://kept/run-1"]);
    expect(ran).toEqual({ exit: 0, failed: [] });
    expect(cloud.bucket("to").keys()).toEqual(["d/new", "d/same", "d/x"]);
    expect(cloud.bucket("to").text("d/x")).toBe("newer");
    expect(cloud.bucket("kept").keys()).toEqual(["run-1/d/x", "run-1/gone"]);
    expect(cloud.bucket("kept").text("run-1/d/x")).toBe("older");
    expect(cloud.bucket("kept").objects.get("run-1/d/x")?.tags).toHaveLength(1);
  });

  test("a dry run counts the requests for it", async () => {
    const planned = async (backup?: Place): Promise<unknown> => {
      const job = jobOf(cloudWith(), ["s3://from", "s3://to"], { ...OPTIONS, dryrun: true });
      const kept = backup === undefined ? {} : { backup: { place: backup } };
      for await (const event of runSync({ ...job, ...kept })) {
        if (event.type === "planned") return event.totals.requests;
      }
      return undefined;
    };
    const without = { ListObjectsV2: 2, CopyObject: 2, DeleteObject: 1 };
    expect(await planned()).toEqual(without);
    expect(await planned(placeOf("s3://kept/run-1"))).toEqual({ ...without, CopyObject: 4 });
    expect(await planned(placeOf("/kept"))).toEqual({ ...without, GetObject: 2 });
  });

  test("of a bucket, in a directory", async () => {
    const root = join(temporaryDirectory(), "kept", "run-1");
    await sync(cloudWith(), ["s3://from", "s3://to", root]);
    expect(filesIn(root)).toBe("older gone");
  });

  test.each(["bucket", "directory"])("of a directory, in a %s", async (kind) => {
    const cloud = cloudWith();
    const root = temporaryDirectory();
    mkdirSync(join(root, "to/d"), { recursive: true });
    writeFileSync(join(root, "to/d/x"), "older");
    writeFileSync(join(root, "to/gone"), "gone");
    const backup = kind === "bucket" ? "s3://kept/run-1" : join(root, "kept");
    expect(await sync(cloud, ["s3://from", join(root, "to"), backup])).toMatchObject({ exit: 0 });
    const kept =
      kind === "bucket"
        ? `${cloud.bucket("kept").text("run-1/d/x")} ${cloud.bucket("kept").text("run-1/gone")}`
        : filesIn(backup);
    expect(kept).toBe("older gone");
  });

  test("of a removal", async () => {
    const cloud = cloudWith();
    const backup = { place: placeOf("s3://kept/run-1"), store: cloud.bucket("kept") };
    const place = { kind: "s3", bucket: "to", prefix: "d" } as const;
    const run = { place, store: cloud.bucket("to"), options: DEFAULT_SYNC_OPTIONS, backup };
    for await (const event of runRemoval(run)) expect(event.type).not.toBe("failed");
    expect(cloud.bucket("to").keys()).toEqual(["gone"]);
    expect(cloud.bucket("kept").keys()).toEqual(["run-1/same", "run-1/x"]);
  });
});

describe("what a copy or a move replaces is kept first", () => {
  async function copyTo(
    cloud: MemoryCloud,
    [from, to]: readonly [Place, Place],
    { moves }: { readonly moves: boolean },
  ): Promise<readonly string[]> {
    const backup = { place: placeOf("s3://kept/run-1"), store: cloud.bucket("kept") };
    const stores = { source: cloud.bucket("from"), destination: cloud.bucket("to") };
    const options = DEFAULT_SYNC_OPTIONS;
    const job = { source: from, destination: to, stores, options, moves, backup };
    const ends: string[] = [];
    for await (const event of runCopy(job)) {
      if (event.type === "failed") ends.push(event.error.message);
      if (event.type === "transferred") ends.push(event.kind);
    }
    return ends;
  }

  const one = (place: string): Place => ({ ...placeOf(place), only: true });

  test("all of a prefix, moved: what is new there replaces nothing", async () => {
    const cloud = cloudWith();
    const ends = [placeOf("s3://from/d"), placeOf("s3://to/d")] as const;
    expect(await copyTo(cloud, ends, { moves: true })).toEqual(["move", "move", "move"]);
    expect(cloud.bucket("from").keys()).toEqual([]);
    expect(cloud.bucket("to").text("d/x")).toBe("newer");
    expect(cloud.bucket("kept").keys()).toEqual(["run-1/same", "run-1/x"]);
    expect(cloud.bucket("kept").text("run-1/x")).toBe("older");
  });

  test("one object, under the name that it has at the destination", async () => {
    const cloud = cloudWith();
    const ends = [one("s3://from/d/new"), one("s3://to/d/x")] as const;
    expect(await copyTo(cloud, ends, { moves: false })).toEqual(["copy"]);
    expect(cloud.bucket("to").text("d/x")).toBe("new");
    expect(cloud.bucket("kept").text("run-1/x")).toBe("older");
  });

  test("one file, in a bucket", async () => {
    const path = join(temporaryDirectory(), "there");
    writeFileSync(path, "older");
    const cloud = cloudWith();
    const ends = [one("s3://from/d/new"), one(path)] as const;
    expect(await copyTo(cloud, ends, { moves: false })).toEqual(["download"]);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(cloud.bucket("kept").text("run-1/there")).toBe("older");
  });

  test("where it cannot be kept, it stays, and so does the source of a move", async () => {
    const cloud = cloudWith();
    cloud.fault = ({ operation, key }) =>
      operation === "CopyObject" && key.startsWith("run-1/") ? refusal(operation) : undefined;
    const ends = [one("s3://from/d/x"), one("s3://to/d/x")] as const;
    const [failure] = await copyTo(cloud, ends, { moves: true });
    expect(failure).toContain("cannot keep `s3://to/d/x` as `s3://kept/run-1/x`");
    expect(cloud.bucket("from").text("d/x")).toBe("newer");
    expect(cloud.bucket("to").text("d/x")).toBe("older");
  });
});

test("what cannot be kept is neither replaced nor deleted", async () => {
  const cloud = cloudWith();
  cloud.fault = ({ operation, key }) =>
    operation === "CopyObject" && key.startsWith("run-1/") ? refusal(operation) : undefined;
  const ran = await sync(cloud, ["s3://from", "s3://to", "s3://kept/run-1"], {
    ...OPTIONS,
    awsCompat: true,
  });
  expect(ran.exit).toBe(1);
  expect(ran.failed).toEqual([
    "cannot keep `s3://to/d/x` as `s3://kept/run-1/d/x`, so it stays as it is: An error occurred (AccessDenied) when calling the CopyObject operation: Access Denied",
    "cannot keep `s3://to/gone` as `s3://kept/run-1/gone`, so it stays as it is: An error occurred (AccessDenied) when calling the CopyObject operation: Access Denied",
  ]);
  expect(cloud.bucket("to").text("d/x")).toBe("older");
  expect(cloud.bucket("to").keys()).toContain("gone");
});

test("a backup inside of what is synced is refused, unless it is left out", async () => {
  const cloud = cloudWith();
  const inside = ["s3://from", "s3://to", "s3://to/kept/run-1"] as const;
  await expect(sync(cloud, inside)).rejects.toThrow(
    "cannot keep a backup in `s3://to/kept/run-1`: it lies inside `s3://to/`; keep it elsewhere, or leave it out with `--exclude 'kept/*'`",
  );
  const filters = [{ kind: "exclude", pattern: "kept/*" }] as const;
  expect(await sync(cloud, inside, { ...OPTIONS, filters })).toMatchObject({ exit: 0 });
  expect(cloud.bucket("to").keys()).toContain("kept/run-1/gone");
});
