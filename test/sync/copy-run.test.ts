import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCopy, runRemoval, type SyncEvent, type SyncOptions } from "../../src/sync/index.ts";
import { DEFAULT_SYNC_OPTIONS, type Place, reportLine } from "../../src/sync/index.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, placeOf, temporaryDirectory } from "./run.ts";

interface Ran {
  readonly lines: readonly string[];
  readonly exitCode: number | undefined;
}

interface Given {
  readonly moves?: boolean;
  readonly only?: boolean;
  readonly options?: Partial<SyncOptions>;
}

async function gathered(events: AsyncIterable<SyncEvent>): Promise<Ran> {
  const lines: string[] = [];
  let exitCode: number | undefined;
  for await (const event of events) {
    lines.push(...(reportLine(event, "/")?.text.split("\n") ?? []));
    if (event.type === "done") exitCode = event.exitCode;
  }
  return { lines, exitCode };
}

function copy(
  cloud: MemoryCloud,
  ends: readonly [string, string],
  given: Given = {},
): Promise<Ran> {
  const { moves = false, only = false, options = {} } = given;
  const job = jobOf(cloud, ends, options);
  const named = (place: Place): Place => (only ? { ...place, only: true } : place);
  const places = { source: named(job.source), destination: named(job.destination) };
  return gathered(runCopy({ ...job, ...places, moves }));
}

function remove(cloud: MemoryCloud, text: string, only = false): Promise<Ran> {
  const place = placeOf(text);
  if (place.kind === "local") throw new Error("no place in S3");
  const store = cloud.bucket(place.bucket);
  const named = only ? ({ ...place, only: true } as const) : place;
  return gathered(runRemoval({ place: named, store, options: DEFAULT_SYNC_OPTIONS }));
}

function cloudWith(keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of keys) cloud.bucket("from").seed(key, `body of ${key}`);
  return cloud;
}

describe("cp", () => {
  test("copies all, whatever the destination has, and does not list it", async () => {
    const cloud = cloudWith(["p/a", "p/b/c"]);
    cloud.bucket("to").seed("a", "body of p/a");
    expect(await copy(cloud, ["s3://from/p", "s3://to"])).toEqual({
      lines: ["copy: s3://from/p/a to s3://to/a", "copy: s3://from/p/b/c to s3://to/b/c"],
      exitCode: 0,
    });
    expect(cloud.operations()).toEqual(["ListObjectsV2", "CopyObject", "CopyObject"]);
  });

  test("takes one object to another name with no listing at all", async () => {
    const cloud = cloudWith(["p/a", "p/a/b"]);
    const ran = await copy(cloud, ["s3://from/p/a", "s3://to/x/y"], { only: true });
    expect(ran).toEqual({ lines: ["copy: s3://from/p/a to s3://to/x/y"], exitCode: 0 });
    expect(cloud.operations()).toEqual(["HeadObject", "CopyObject"]);
    expect(cloud.bucket("to").keys()).toEqual(["x/y"]);
  });

  test.each(["dir/", "/", "a//", "d/../x", "./x", "/x"])(
    "takes an object of any key to another, %s too",
    async (key) => {
      const cloud = cloudWith([key]);
      const ends = [`s3://from/${key}`, "s3://to/x/"] as const;
      expect(await copy(cloud, ends, { only: true, moves: true })).toEqual({
        lines: [`move: s3://from/${key} to s3://to/x/`],
        exitCode: 0,
      });
      expect(cloud.bucket("to").text("x/")).toBe(`body of ${key}`);
      expect(cloud.bucket("from").keys()).toEqual([]);
    },
  );

  test("makes no file of a key that names none", async () => {
    const target = join(temporaryDirectory(), "x");
    const ran = await copy(cloudWith(["dir/"]), ["s3://from/dir/", target], { only: true });
    expect(ran.exitCode).toBe(2);
    expect(existsSync(target)).toBe(false);
  });

  test("guesses the type by the name of the file, as the AWS CLI does", async () => {
    const cloud = new MemoryCloud();
    const file = join(temporaryDirectory(), "page.html");
    writeFileSync(file, "<p>");
    await copy(cloud, [file, "s3://to/page"], { only: true });
    const found = cloud.bucket("to").objects.get("page");
    expect(found?.description.contentType).toBe("text/html");
  });

  test("leaves what is there without a word under --no-overwrite", async () => {
    const cloud = cloudWith(["a", "b"]);
    cloud.bucket("to").seed("a", "theirs");
    const options = { noOverwrite: true, write: { ifNoneMatch: "*" } } as const;
    expect(await copy(cloud, ["s3://from", "s3://to"], { options })).toEqual({
      lines: ["copy: s3://from/b to s3://to/b"],
      exitCode: 0,
    });
    expect(cloud.bucket("to").text("a")).toBe("theirs");
    const root = temporaryDirectory();
    writeFileSync(join(root, "a"), "theirs");
    expect((await copy(cloud, ["s3://from", root], { options })).lines).toHaveLength(1);
    expect(readFileSync(join(root, "a"), "utf8")).toBe("theirs");
    expect(cloud.calls.filter((call) => call.operation === "GetObject")).toHaveLength(1);
  });

  test("skips an archived object, and takes one that has been restored", async () => {
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("a", "a", { storageClass: "GLACIER" });
    const ends = ["s3://from/a", "s3://to/a"] as const;
    expect(await copy(cloud, ends, { only: true })).toMatchObject({ exitCode: 2 });
    cloud.bucket("from").seed("a", "a", { storageClass: "GLACIER", isRestored: true });
    expect(await copy(cloud, ends, { only: true })).toMatchObject({ exitCode: 0 });
  });
});

describe("mv", () => {
  test("takes the source away once the copy is verified, and only what was copied", async () => {
    const cloud = cloudWith(["a", "b"]);
    const ran = await copy(cloud, ["s3://from", "s3://to"], { moves: true });
    expect(ran.lines.toSorted()).toEqual([
      "move: s3://from/a to s3://to/a",
      "move: s3://from/b to s3://to/b",
    ]);
    expect(cloud.bucket("from").keys()).toEqual([]);
    expect(cloud.calls.filter(({ key }) => key === "a").map(({ operation }) => operation)).toEqual([
      "CopyObject",
      "HeadObject",
      "DeleteObject",
    ]);
  });

  test("keeps an object that another has replaced meanwhile", async () => {
    const cloud = cloudWith(["a"]);
    cloud.fault = ({ operation }) => {
      if (operation === "DeleteObject") cloud.bucket("from").seed("a", "newer");
      return undefined;
    };
    const ran = await copy(cloud, ["s3://from", "s3://to"], { moves: true });
    expect(ran.exitCode).toBe(1);
    expect(ran.lines[0]).toMatch(/^move failed: s3:\/\/from\/a to s3:\/\/to\/a An error .*Precond/);
    expect(cloud.bucket("from").text("a")).toBe("newer");
  });

  test("keeps the source of a copy that is not there whole", async () => {
    const cloud = cloudWith(["a"]);
    cloud.fault = ({ operation }) => {
      if (operation === "HeadObject") cloud.bucket("to").seed("a", "short");
      return undefined;
    };
    const ran = await copy(cloud, ["s3://from", "s3://to"], { moves: true });
    expect(ran).toEqual({
      lines: [
        "move failed: s3://from/a to s3://to/a cannot move on: `s3://to/a` must have 9 bytes and has 5; the source is kept",
      ],
      exitCode: 1,
    });
    expect(cloud.bucket("from").keys()).toEqual(["a"]);
  });

  test("keeps a file that changed while it was moved, and takes one that did not", async () => {
    const root = temporaryDirectory();
    mkdirSync(join(root, "d"));
    for (const name of ["a", "d/b"]) writeFileSync(join(root, name), "x");
    const cloud = new MemoryCloud();
    cloud.fault = ({ operation, key }) => {
      if (operation === "HeadObject" && key === "a") utimesSync(join(root, "a"), 1, 1);
      return undefined;
    };
    const ran = await copy(cloud, [root, "s3://to"], { moves: true });
    expect(ran.exitCode).toBe(1);
    expect(ran.lines.join("\n")).toContain("it changed while it was moved, so it is kept");
    expect([existsSync(join(root, "a")), existsSync(join(root, "d/b"))]).toEqual([true, false]);
  });

  test("keeps the source where the copy fails, and where --no-overwrite leaves it out", async () => {
    const cloud = cloudWith(["a", "b"]);
    cloud.bucket("to").seed("b", "theirs");
    cloud.fault = ({ operation, key }) =>
      operation === "CopyObject" && key === "a" ? refusal(operation) : undefined;
    const options = { noOverwrite: true, write: { ifNoneMatch: "*" } } as const;
    await copy(cloud, ["s3://from", "s3://to"], { moves: true, options });
    expect(cloud.bucket("from").keys()).toEqual(["a", "b"]);
  });

  test("moves a bucket into a prefix of itself once", async () => {
    const cloud = cloudWith(["a", "old/x"]);
    const ran = await copy(cloud, ["s3://from", "s3://from/old"], { moves: true });
    expect(ran).toEqual({ lines: ["move: s3://from/a to s3://from/old/a"], exitCode: 0 });
  });
});

describe("rm", () => {
  test("deletes all that is under a prefix, its markers too", async () => {
    const cloud = cloudWith(["p", "p/a", "p/b/"]);
    cloud.bucket("from").seed("p/b/", "");
    expect(await remove(cloud, "s3://from/p")).toEqual({
      lines: ["delete: s3://from/p/a", "delete: s3://from/p/b/"],
      exitCode: 0,
    });
    expect(cloud.bucket("from").keys()).toEqual(["p"]);
  });

  test("deletes one key without a look at it", async () => {
    const cloud = cloudWith(["p", "p/a"]);
    expect(await remove(cloud, "s3://from/p", true)).toEqual({
      lines: ["delete: s3://from/p"],
      exitCode: 0,
    });
    expect(cloud.operations()).toEqual(["DeleteObject"]);
  });
});
