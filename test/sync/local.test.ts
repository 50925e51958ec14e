import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { localListing } from "../../src/sync/listing/local-listing.ts";
import { reasonOf } from "../../src/sync/listing/read-names.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { sync, temporaryDirectory } from "./run.ts";

function tree(files: readonly string[]): string {
  const root = temporaryDirectory();
  for (const file of files) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), file);
  }
  return root;
}

async function keysOf(root: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of localListing(root, {
    followSymlinks: true,
    staysInside: false,
  })) {
    keys.push(...page.map((sighting) => sighting.key));
  }
  return keys;
}

/** A destination bucket whose objects all stand where a local obstacle does. */
function cloudWith(...keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of keys) cloud.bucket("to").seed(key, "kept");
  return cloud;
}

test("files are listed in the order of their whole keys' bytes, across directories", async () => {
  const files = ["a/b", "a.txt", "a-b", "a0", "😀/x", "～", "a/b.c/d", "a/b-c", ".hidden"];
  const wanted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(await keysOf(tree(files))).toEqual(wanted);
});

test("links to files and directories are followed", async () => {
  const root = tree(["d/x"]);
  symlinkSync("d", join(root, "linked"));
  symlinkSync("d/x", join(root, "y"));
  expect(await keysOf(root)).toEqual(["d/x", "linked/x", "y"]);
});

test("a link to a directory above it is walked no further, and warned about", async () => {
  const root = tree(["d/x"]);
  symlinkSync("..", join(root, "d", "loop"));
  const cloud = cloudWith("d/loop/kept");
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], { delete: true });
  expect(lines).toEqual([
    `warning: Skipping file ${root}/d/loop/. Symbolic link leads back to a directory above it.`,
    expect.stringMatching(/^upload: .*d\/x to s3:\/\/to\/d\/x$/),
  ]);
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["d/loop/kept", "d/x"]);
});

test("a broken link warns, and what bears its name is not deleted", async () => {
  const root = tree(["a"]);
  symlinkSync("nowhere", join(root, "l"));
  const cloud = cloudWith("l", "l/x", "l.old");
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], { delete: true });
  expect(lines).toContain(`warning: Skipping file ${root}/l. File does not exist.`);
  expect(lines.filter((line) => line.startsWith("warning"))).toHaveLength(1);
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a", "l", "l/x"]);
});

test("links that are not followed are skipped in silence, and what bears their name stays", async () => {
  const root = tree(["a"]);
  symlinkSync("a", join(root, "l"));
  symlinkSync(".", join(root, "m"));
  const cloud = cloudWith("l", "m/x");
  const options = { delete: true, followSymlinks: false };
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], options);
  expect(lines).toEqual([expect.stringMatching(/^upload: /)]);
  expect(exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual(["a", "l", "m/x"]);
});

test("a socket warns, and what bears its name is not deleted", async () => {
  const root = tree(["a"]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(root, "f"), resolve));
  onTestFinished(
    () =>
      new Promise<void>(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      ),
  );
  const cloud = cloudWith("f");
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], { delete: true });
  expect(lines).toContain(
    `warning: Skipping file ${root}/f. File is character special device, block special device, FIFO, or socket.`,
  );
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a", "f"]);
});

test("a name that is not UTF-8 warns, and one that has a real U+FFFD does not", async () => {
  const root = tree(["a", "real\uFFFD"]);
  writeFileSync(Buffer.concat([Buffer.from(`${root}/n`), Buffer.from([0xff])]), "");
  const cloud = new MemoryCloud();
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"]);
  expect(lines.filter((line) => line.startsWith("warning"))).toEqual([
    `warning: Skipping file ${root}/n\uFFFD. File name is not valid UTF-8.`,
  ]);
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a", "real\uFFFD"]);
});

test("an excluded obstacle does not warn", async () => {
  const root = tree(["a"]);
  symlinkSync("nowhere", join(root, "l"));
  const filters = [{ kind: "exclude", pattern: "l" }] as const;
  expect((await sync(new MemoryCloud(), [root, "s3://to"], { filters })).exitCode).toBe(0);
});

test.each([
  ["ENOENT", "missing"],
  ["ELOOP", "missing"],
  ["EACCES", "unreadable"],
  ["EPERM", "unreadable"],
])("a look that ends in %s makes the file %s", (code, reason) => {
  expect(reasonOf(Object.assign(new Error(code), { code }))).toBe(reason);
});

test("a look that ends otherwise ends the listing", () => {
  expect(() => reasonOf(Object.assign(new Error("EIO"), { code: "EIO" }))).toThrow("EIO");
});

test("a missing source is an error of usage, before anything happens", async () => {
  const cloud = cloudWith("a");
  const ends = [join(temporaryDirectory(), "typo"), "s3://to"] as const;
  await expect(sync(cloud, ends, { delete: true })).rejects.toThrow(/typo`: it does not exist/);
  expect(cloud.calls).toEqual([]);
});

test("a file as source warns as the AWS CLI does, and deletes nothing", async () => {
  const root = tree(["file"]);
  const cloud = cloudWith("a");
  const { lines, exitCode } = await sync(cloud, [`${root}/file`, "s3://to"], { delete: true });
  expect(lines).toEqual([`warning: Skipping file ${root}/file/. File does not exist.`]);
  expect(exitCode).toBe(2);
  expect(cloud.bucket("to").keys()).toEqual(["a"]);
});

test("a file as destination is an error of usage", async () => {
  const root = tree(["file"]);
  await expect(sync(new MemoryCloud(), ["s3://from", `${root}/file`])).rejects.toThrow(
    /it is a file, and it must be a directory/,
  );
});

test("two directories are an error of usage", async () => {
  await expect(sync(new MemoryCloud(), ["/a", "/b"])).rejects.toThrow(/must start with `s3:\/\/`/);
});

function download(...keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of keys) cloud.bucket("from").seed(key, `content of ${key}`);
  return cloud;
}

test("keys that cannot be files are refused, and nothing is written outside the root", async () => {
  const root = join(temporaryDirectory(), "a", "root");
  const cloud = download("../x", "/../x", "a//b", "./c", "ok", "x/../../y", "nul\0", "d/");
  const { lines, exitCode } = await sync(cloud, ["s3://from", root]);
  expect(lines.filter((line) => line.startsWith("download"))).toEqual([
    "download: s3://from/ok to ./ok",
  ]);
  expect(lines.filter((line) => line.startsWith("warning: Skipping file s3://from/"))).toHaveLength(
    7,
  );
  expect(exitCode).toBe(2);
  expect(readdirSync(join(root, "..", ".."), { recursive: true }).sort()).toEqual([
    "a",
    "a/root",
    "a/root/ok",
  ]);
});

test("nothing is written or deleted through a link that leaves the destination", async () => {
  const [root, outside] = [temporaryDirectory(), tree(["old"])];
  symlinkSync(outside, join(root, "out"));
  const cloud = download("out/new", "in");
  const { lines, exitCode } = await sync(cloud, ["s3://from", root], { delete: true });
  expect(lines).toContain(
    `warning: Skipping file ${root}/out/. Symbolic link leads out of the destination.`,
  );
  expect(exitCode).toBe(2);
  expect(readdirSync(outside)).toEqual(["old"]);
  expect(readFileSync(join(root, "in"), "utf8")).toBe("content of in");
});

test("nor when links are not followed, so that the listing does not show it", async () => {
  const [root, outside] = [temporaryDirectory(), temporaryDirectory()];
  symlinkSync(outside, join(root, "out"));
  const ends = ["s3://from", root] as const;
  const { lines, exitCode } = await sync(download("out/new"), ends, { followSymlinks: false });
  expect(lines).toEqual([
    `warning: Skipping file ${root}/out/new. Symbolic link leads out of the destination.`,
  ]);
  expect(exitCode).toBe(2);
  expect(readdirSync(outside)).toEqual([]);
});

test("a link that stays inside is written through; a link to a file is replaced, not its target", async () => {
  const root = tree(["d/old", "target"]);
  symlinkSync("d", join(root, "linked"));
  symlinkSync("target", join(root, "l"));
  await sync(download("linked/new", "l"), ["s3://from", root]);
  expect(readFileSync(join(root, "d", "new"), "utf8")).toBe("content of linked/new");
  expect(lstatSync(join(root, "l")).isFile()).toBe(true);
  expect(readFileSync(join(root, "target"), "utf8")).toBe("target");
  expect(readlinkSync(join(root, "linked"))).toBe("d");
});

test("keys `a` and `a/b` together: one arrives, the other fails and says why", async () => {
  const root = temporaryDirectory();
  const { lines, exitCode } = await sync(download("a", "a/b"), ["s3://from", root]);
  expect(exitCode).toBe(1);
  const failed = lines.filter((line) => line.includes("failed"));
  expect(failed).toEqual([
    expect.stringMatching(/^download failed: .* of that name is in the way$/),
  ]);
  expect(readdirSync(root)).toEqual(["a"]);
});

test("a directory where a file must go is told of, also where nothing is overwritten", async () => {
  const root = tree(["a/theirs"]);
  const ends = ["s3://from", root] as const;
  const { lines, exitCode } = await sync(download("a"), ends, { noOverwrite: true });
  expect([exitCode, lines.filter((line) => line.includes("failed"))]).toEqual([
    1,
    [expect.stringMatching(/^download failed: .*: a directory of that name is in the way$/)],
  ]);
});

test("a download sets whole seconds and leaves no temporary file", async () => {
  const root = temporaryDirectory();
  const cloud = new MemoryCloud();
  cloud.bucket("from").seed("a", "x", { modifiedMs: 1_700_000_000_900 });
  await sync(cloud, ["s3://from", root]);
  expect(statSync(join(root, "a")).mtimeMs).toBe(1_700_000_000_000);
  expect(readdirSync(root)).toEqual(["a"]);
});

test("what a killed download left is neither uploaded nor deleted", async () => {
  const root = tree(["a", ".sluice-0123456789abcdef.part"]);
  const cloud = new MemoryCloud();
  await sync(cloud, [root, "s3://to"]);
  expect(cloud.bucket("to").keys()).toEqual(["a"]);
  await sync(cloud, ["s3://to", root], { delete: true });
  expect(readdirSync(root)).toHaveLength(2);
});

test("a dry run of a download makes no directory", async () => {
  const root = join(temporaryDirectory(), "new");
  const { lines } = await sync(download("a"), ["s3://from", root], { dryrun: true });
  expect(lines).toEqual(["(dryrun) download: s3://from/a to ./a"]);
  expect(existsSync(root)).toBe(false);
});

test("a dry run of deletions deletes nothing", async () => {
  const root = tree(["old"]);
  const options = { dryrun: true, delete: true };
  const { lines } = await sync(download("a"), ["s3://from", root], options);
  expect(lines).toEqual(["(dryrun) download: s3://from/a to ./a", "(dryrun) delete: ./old"]);
  expect(readdirSync(root)).toEqual(["old"]);
});

test("empty directories are not made, and stay where they are", async () => {
  const root = tree(["d/old"]);
  mkdirSync(join(root, "empty"));
  await sync(download("a"), ["s3://from", root], { delete: true });
  expect(readdirSync(root).sort()).toEqual(["a", "d", "empty"]);
});

test("a file that changes while its parts are sent does not become an object", async () => {
  const root = tree(["a"]);
  writeFileSync(join(root, "a"), "x".repeat(30));
  const cloud = cloudWith("a");
  cloud.fault = ({ operation, detail }) => {
    if (operation === "UploadPart" && detail === "2") appendFileSync(join(root, "a"), "more");
    return undefined;
  };
  const options = { multipartThreshold: 20, partSize: 9 };
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], options);
  expect(lines).toEqual([
    expect.stringMatching(/^upload failed: .* `.*a`: it changed while it was read/),
  ]);
  expect(exitCode).toBe(1);
  expect(cloud.bucket("to").text("a")).toBe("kept");
  expect(cloud.bucket("to").uploads.size).toBe(0);
});

test("a source that was listed and is gone deletes nothing", async () => {
  const root = tree(["a"]);
  const cloud = cloudWith("b");
  cloud.fault = ({ operation }) => {
    if (operation === "PutObject") renameSync(root, join(temporaryDirectory(), "gone"));
    return undefined;
  };
  const { lines, exitCode } = await sync(cloud, [root, "s3://to"], { delete: true });
  expect(lines.at(-1)).toMatch(/^fatal error: refused to delete from .* now gone or empty$/);
  expect(exitCode).toBe(1);
  expect(cloud.bucket("to").keys()).toEqual(["a", "b"]);
});
