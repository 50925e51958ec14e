import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SyncOptions } from "../../src/sync/index.ts";
import { asNobody } from "../support/as-nobody.ts";
import { fillDisk } from "../support/full-disk.ts";
import { makeFifo } from "../support/make-fifo.ts";
import { MemoryCloud, type SeenCall } from "../support/memory-bucket.ts";
import { type Outcome, sync, temporaryDirectory } from "./run.ts";

const SMALL_PARTS = { multipartThreshold: 20, partSize: 9 } as const;
const LARGE = "x".repeat(30);
const SPECIAL = "File is character special device, block special device, FIFO, or socket.";

function tree(files: Readonly<Record<string, string>>): string {
  const root = temporaryDirectory();
  for (const [name, body] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), body);
  }
  return root;
}

function cloudOf(bucket: "from" | "to", objects: Readonly<Record<string, string>>): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const [key, body] of Object.entries(objects)) cloud.bucket(bucket).seed(key, body);
  return cloud;
}

/** Does something once, before a call of that kind is answered. */
function before(cloud: MemoryCloud, when: (call: SeenCall) => boolean, act: () => void): void {
  let isDone = false;
  cloud.fault = (call) => {
    if (!isDone && when(call)) {
      isDone = true;
      act();
    }
    return undefined;
  };
}

const isGet = ({ operation }: SeenCall): boolean => operation === "GetObject";

describe.each<readonly [string, (path: string) => void]>([
  ["a FIFO", makeFifo],
  [
    "a link to a device",
    (path) => {
      symlinkSync("/dev/null", path);
    },
  ],
])("%s", (_name, make) => {
  test("in a source is left alone, and what bears its name is not deleted", async () => {
    const root = tree({ a: "1" });
    make(join(root, "f"));
    const cloud = cloudOf("to", { f: "kept", other: "old" });
    const { lines, exitCode } = await sync(cloud, [root, "s3://to"], { delete: true });
    expect(lines).toContain(`warning: Skipping file ${root}/f. ${SPECIAL}`);
    expect(exitCode).toBe(2);
    expect(cloud.bucket("to").keys()).toEqual(["a", "f"]);
  });

  test("in a destination is neither replaced nor deleted", async () => {
    for (const objects of [{ f: "new", a: "1" }, { a: "1" }]) {
      const root = temporaryDirectory();
      make(join(root, "f"));
      const cloud = cloudOf("from", objects);
      const { lines, exitCode } = await sync(cloud, ["s3://from", root], { delete: true });
      expect(lines).toContain(`warning: Skipping file ${root}/f. ${SPECIAL}`);
      expect(exitCode).toBe(2);
      expect(lstatSync(join(root, "f")).isFile()).toBe(false);
      expect(readdirSync(root).sort()).toEqual(["a", "f"]);
    }
  });
});

test("a link to itself is broken like any other", async () => {
  const root = tree({ a: "1" });
  symlinkSync("l", join(root, "l"));
  const cloud = cloudOf("to", { l: "kept", "l/x": "kept" });
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], { delete: true });
  expect(lines).toContain(`warning: Skipping file ${root}/l. File does not exist.`);
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a", "l", "l/x"]);
});

test("two links that lead to each other's directories end", async () => {
  const root = tree({ "a/x": "1", "b/y": "2" });
  symlinkSync("../b", join(root, "a", "to-b"));
  symlinkSync("../a", join(root, "b", "to-a"));
  const cloud = new MemoryCloud();
  const { exitCode } = await sync(cloud, [root, "s3://to"]);
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a/to-b/y", "a/x", "b/to-a/x", "b/y"]);
});

describe("a linked directory in a destination", () => {
  test("is not deleted through, also where it leads to another of the same", async () => {
    const root = tree({ "d/x": "1" });
    utimesSync(join(root, "d", "x"), 1e9, 1e9);
    symlinkSync("d", join(root, "linked"));
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("d/x", "1", { modifiedMs: 1e12 });
    const { lines, exitCode } = await sync(cloud, ["s3://from", root], { delete: true });
    expect(lines).toEqual([
      `warning: Skipping file ${root}/linked/x. It is reached through a symbolic link, and nothing is deleted through one.`,
    ]);
    expect(exitCode).toBe(2);
    expect(readFileSync(join(root, "d", "x"), "utf8")).toBe("1");
  });

  test("stays where its own name is to go, and what it leads to", async () => {
    const [root, outside] = [temporaryDirectory(), tree({ x: "1" })];
    symlinkSync(outside, join(root, "linked"));
    const cloud = cloudOf("from", { a: "1" });
    const { exitCode } = await sync(cloud, ["s3://from", root], { delete: true });
    expect(exitCode).toBe(2);
    expect(readdirSync(root).sort()).toEqual(["a", "linked"]);
    expect(readdirSync(outside)).toEqual(["x"]);
  });
});

describe.each<readonly [string, Partial<SyncOptions>, string]>([
  ["small", {}, "2"],
  ["in parts", SMALL_PARTS, LARGE],
])("a destination's directory, and a download %s", (_name, options, body) => {
  test("that is replaced by a link during the run is not left", async () => {
    const [root, outside] = [tree({ "d/old": "1" }), temporaryDirectory()];
    const cloud = cloudOf("from", { "d/1": body, "d/2": body, "d/3": body });
    before(
      cloud,
      (call) => isGet(call) && call.key === "d/2",
      () => {
        renameSync(join(root, "d"), join(root, "moved"));
        symlinkSync(outside, join(root, "d"));
      },
    );
    const all = { ...options, maxConcurrentRequests: 1 };
    const { exitCode, lines } = await sync(cloud, ["s3://from", root], all);
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(join(root, "moved")).sort()).toContain("1");
    expect(exitCode).not.toBe(0);
    expect(
      lines.filter((line) => /^(?:warning|download failed): .*\/d\/[23]/.test(line)),
    ).toHaveLength(2);
  });

  test("that comes to be where a file must go fails that file alone", async () => {
    const root = temporaryDirectory();
    const cloud = cloudOf("from", { a: body, b: body });
    before(cloud, isGet, () => {
      mkdirSync(join(root, "a", "theirs"), { recursive: true });
    });
    const { exitCode, lines } = await sync(cloud, ["s3://from", root], options);
    expect(exitCode).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(/^download failed: .*\/a` ?: a directory of that name is in the way$/),
    );
    expect(readdirSync(root).sort()).toEqual(["a", "b"]);
    expect(readdirSync(join(root, "a"))).toEqual(["theirs"]);
  });

  test("that is gone when a file is whole fails that file alone", async () => {
    const root = temporaryDirectory();
    const cloud = cloudOf("from", { "d/a": body, e: body });
    mkdirSync(join(root, "d"));
    before(cloud, isGet, () => {
      rmSync(join(root, "d"), { recursive: true });
    });
    const all = { ...options, maxConcurrentRequests: 1 };
    const { exitCode } = await sync(cloud, ["s3://from", root], all);
    expect(exitCode).toBe(1);
    expect(readdirSync(root)).toEqual(["e"]);
  });

  test("that is full fails every file that finds no room, and leaves what was there", async () => {
    const root = tree({ b: "old" });
    const cloud = cloudOf("from", { a: body, b: body, c: body });
    const empty = await fillDisk(body.length);
    onTestFinished(empty);
    const all = { ...options, delete: true, maxConcurrentRequests: 1 };
    const { exitCode, lines } = await sync(cloud, ["s3://from", root], all);
    empty();
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.includes("ENOSPC"))).toHaveLength(2);
    expect(readdirSync(root).sort()).toEqual(["a", "b"]);
    expect(readFileSync(join(root, "b"), "utf8")).toBe("old");
    expect((await sync(cloud, ["s3://from", root], all)).exitCode).toBe(0);
    expect(readFileSync(join(root, "b"), "utf8")).toBe(body);
  });

  test("that may not be written fails every file in it, and no other", async () => {
    const root = tree({ "closed/b": "old" });
    const cloud = cloudOf("from", { "closed/a": body, "closed/b": body, open: body });
    chmodSync(join(root, "closed"), 0o555);
    onTestFinished(() => {
      chmodSync(join(root, "closed"), 0o755);
    });
    const { exitCode, lines } = await asNobody([root], () =>
      sync(cloud, ["s3://from", root], options),
    );
    expect(exitCode).toBe(1);
    expect(lines.filter((line) => line.includes("EACCES"))).toHaveLength(2);
    expect(readdirSync(join(root, "closed"))).toEqual(["b"]);
    expect(readFileSync(join(root, "closed", "b"), "utf8")).toBe("old");
    expect(readFileSync(join(root, "open"), "utf8")).toBe(body);
  });
});

describe("what may not be read", () => {
  function closed(files: Readonly<Record<string, string>>, ...names: readonly string[]): string {
    const root = tree(files);
    for (const name of names) chmodSync(join(root, name), 0o000);
    onTestFinished(() => {
      for (const name of names) chmodSync(join(root, name), 0o755);
    });
    return root;
  }

  test("in a source is left alone, and what bears its name is not deleted", async () => {
    const root = closed({ a: "1", "d/x": "2", f: "3" }, "d", "f");
    const cloud = cloudOf("to", { "d/x": "kept", f: "kept", other: "old" });
    const { exitCode, lines } = await asNobody([root], () =>
      sync(cloud, [root, "s3://to"], { delete: true }),
    );
    expect(exitCode).toBe(2);
    for (const name of ["d/", "f"]) {
      expect(lines).toContain(
        `warning: Skipping file ${root}/${name}. File/Directory is not readable.`,
      );
    }
    expect(cloud.bucket("to").keys()).toEqual(["a", "d/x", "f"]);
    expect(cloud.bucket("to").text("f")).toBe("kept");
  });

  test("in a destination is not deleted", async () => {
    const root = closed({ "d/x": "2" }, "d");
    const cloud = cloudOf("from", { a: "1" });
    const { exitCode } = await asNobody([root], () =>
      sync(cloud, ["s3://from", root], { delete: true }),
    );
    expect(exitCode).toBe(2);
    chmodSync(join(root, "d"), 0o755);
    expect(readdirSync(join(root, "d"))).toEqual(["x"]);
  });
});

/** Uploads `a`, then `b`, to which something is done while `a` is sent. */
async function uploadWhile(
  root: string,
  act: () => void,
  options: Partial<SyncOptions> = {},
): Promise<Outcome & { readonly cloud: MemoryCloud }> {
  const cloud = new MemoryCloud();
  before(cloud, ({ operation, key }) => operation === "PutObject" && key === "a", act);
  const all = { ...options, maxConcurrentRequests: 1, delete: true };
  cloud.bucket("to").seed("b", "kept");
  return { ...(await sync(cloud, [root, "s3://to"], all)), cloud };
}

describe.each<readonly [string, Partial<SyncOptions>, string]>([
  ["small", {}, "22"],
  ["large", SMALL_PARTS, LARGE],
])("a %s file that was listed", (_name, options, body) => {
  test("and is gone fails, and its object stays", async () => {
    const root = tree({ a: "1", b: body });
    const act = (): void => {
      rmSync(join(root, "b"));
    };
    const { exitCode, lines, cloud } = await uploadWhile(root, act, options);
    expect(lines).toContainEqual(expect.stringMatching(/^upload failed: .* ENOENT/));
    expect(exitCode).toBe(1);
    expect(cloud.bucket("to").text("b")).toBe("kept");
  });

  test("and is a FIFO by now is left alone, and not waited for", async () => {
    const root = tree({ a: "1", b: body });
    const act = (): void => {
      rmSync(join(root, "b"));
      makeFifo(join(root, "b"));
    };
    const { exitCode, lines, cloud } = await uploadWhile(root, act, options);
    expect(lines).toContain(`warning: Skipping file ${root}/b. ${SPECIAL}`);
    expect(exitCode).toBe(2);
    expect(cloud.bucket("to").text("b")).toBe("kept");
  });

  test("and is a directory by now is not sent", async () => {
    const root = tree({ a: "1", b: body });
    const act = (): void => {
      rmSync(join(root, "b"));
      mkdirSync(join(root, "b"));
    };
    const { exitCode, cloud } = await uploadWhile(root, act, options);
    expect(exitCode).toBe(2);
    expect(cloud.bucket("to").text("b")).toBe("kept");
  });

  test("and is a link by now is not followed where links are not", async () => {
    const [root, outside] = [tree({ a: "1", b: body }), tree({ secret: body })];
    const act = (): void => {
      rmSync(join(root, "b"));
      symlinkSync(join(outside, "secret"), join(root, "b"));
    };
    const { exitCode, cloud } = await uploadWhile(root, act, { ...options, followSymlinks: false });
    expect(exitCode).toBe(2);
    expect(cloud.bucket("to").text("b")).toBe("kept");
  });

  test("and has other content by now is sent as it is now", async () => {
    const root = tree({ a: "1", b: body });
    const act = (): void => {
      writeFileSync(join(root, "b"), "other, and longer than it was before");
    };
    const { exitCode, cloud } = await uploadWhile(root, act, options);
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").text("b")).toBe("other, and longer than it was before");
  });
});

describe.each<readonly [string, Partial<SyncOptions>, string]>([
  ["small", {}, "PutObject"],
  ["in parts", SMALL_PARTS, "CompleteMultipartUpload"],
])("a file %s that changes once it has been read", (_name, options, last) => {
  function stage(times: number): { readonly root: string; readonly cloud: MemoryCloud } {
    const root = tree({ a: LARGE });
    utimesSync(join(root, "a"), 1e9, 1e9);
    const cloud = new MemoryCloud();
    let changes = 0;
    cloud.fault = ({ operation }) => {
      if (operation !== last || changes === times) return undefined;
      writeFileSync(join(root, "a"), `${++changes}`.repeat(30));
      utimesSync(join(root, "a"), 1e9 + changes, 1e9 + changes);
      return undefined;
    };
    return { root, cloud };
  }

  test("is sent again, for the object looks newer than the change", async () => {
    const { root, cloud } = stage(1);
    const { exitCode, lines } = await sync(cloud, [root, "s3://to"], options);
    expect(lines).toEqual([expect.stringMatching(/^upload: .*a to s3:\/\/to\/a$/)]);
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").text("a")).toBe("1".repeat(30));
  });

  test("fails when it does so again and again", async () => {
    const { root, cloud } = stage(100);
    const { exitCode, lines } = await sync(cloud, [root, "s3://to"], options);
    expect(lines).toEqual([
      expect.stringMatching(/^upload failed: .*it changed while it was read/),
    ]);
    expect(exitCode).toBe(1);
  });
});

describe("a file in parts", () => {
  const isPart = ({ operation, detail }: SeenCall): boolean =>
    operation === "UploadPart" && detail === "2";

  test.each<readonly [string, (path: string) => void]>([
    [
      "that grows",
      (path) => {
        appendFileSync(path, "more");
      },
    ],
    [
      "that shrinks",
      (path) => {
        truncateSync(path, 25);
      },
    ],
    [
      "that is written over in its size",
      (path) => {
        writeFileSync(path, "y".repeat(30));
      },
    ],
  ])("%s while it is read is no object", async (_name, act) => {
    const root = tree({ a: LARGE });
    const cloud = cloudOf("to", { a: "old" });
    before(cloud, isPart, () => {
      act(join(root, "a"));
    });
    const { exitCode, lines } = await sync(cloud, [root, "s3://to"], SMALL_PARTS);
    expect(lines).toEqual([
      expect.stringMatching(/^upload failed: .*it changed while it was read/),
    ]);
    expect(exitCode).toBe(1);
    expect(cloud.bucket("to").text("a")).toBe("old");
    expect(cloud.bucket("to").uploads.size).toBe(0);
  });
});

test("a source's root that vanishes is not taken for an empty one", async () => {
  const root = tree({ a: "1", b: "2" });
  const { exitCode, cloud } = await uploadWhile(root, () => {
    rmSync(root, { recursive: true });
  });
  expect(exitCode).toBe(1);
  expect(existsSync(root)).toBe(false);
  expect(cloud.bucket("to").text("b")).toBe("kept");
});
