import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasOtherCase } from "../../src/sync/compare/has-other-case.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf, temporaryDirectory } from "./run.ts";

/** A directory with a file whose name the object has in other letters. */
async function download(
  caseConflict: "ignore" | "skip" | "warn" | "error",
): Promise<{ exit: number | undefined; lines: readonly string[]; files: number }> {
  const root = temporaryDirectory();
  writeFileSync(join(root, "README"), "there");
  const cloud = new MemoryCloud();
  cloud.bucket("b").seed("readme", "new");
  const job = jobOf(cloud, ["s3://b", root], { caseConflict });
  const { exitCode: exit, lines } = await outcomeOf(job);
  expect(readFileSync(join(root, "README"), "utf8")).toBe("there");
  const files = cloud.calls.filter(({ operation }) => operation === "GetObject").length;
  return { exit, lines: lines.map((line) => line.replaceAll(root, "ROOT")), files };
}

const because = "a file whose name differs only by case either exists or is being downloaded";

const ROWS = [
  ["ignore", 0, ["download: s3://b/readme to ./readme"], 1],
  ["skip", 0, [`warning: Skipping file ROOT/readme because ${because}.`], 0],
  [
    "warn",
    0,
    [
      "warning: Downloading ROOT/readme despite a file whose name differs only by case either existing or being downloaded.",
      "download: s3://b/readme to ./readme",
    ],
    1,
  ],
  ["error", 1, [`fatal error: Failed to download readme -> ROOT/readme because ${because}.`], 0],
] as const;

test.each(ROWS.map((row) => [row[0], row] as const))("--case-conflict %s", async (mode, row) => {
  const [, exit, lines, files] = row;
  expect(await download(mode)).toEqual({ exit, lines, files });
});

test.each([
  ["skip", 0, 1],
  ["warn", 0, 2],
  ["error", 1, 1],
] as const)(
  "--case-conflict %s between objects of one run",
  async (caseConflict, exit, written) => {
    const root = temporaryDirectory();
    const cloud = new MemoryCloud();
    cloud.bucket("b").seed("Case", "1");
    cloud.bucket("b").seed("case", "2");
    const { exitCode, lines } = await outcomeOf(jobOf(cloud, ["s3://b", root], { caseConflict }));
    expect(exitCode).toBe(exit);
    expect(lines.filter((line) => line.includes("differs only by case"))).toHaveLength(1);
    expect(readdirSync(root).length).toBe(written);
  },
);

test("directories that differ by case are two where the file system says so", async () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, "A"));
  writeFileSync(join(root, "A", "x"), "there");
  const cloud = new MemoryCloud();
  cloud.bucket("b").seed("a/x", "new");
  const job = jobOf(cloud, ["s3://b", root], { caseConflict: "error" });
  expect((await outcomeOf(job)).exitCode).toBe(0);
  expect(readdirSync(root)).toEqual(["A", "a"]);
});

/** Files of a file system that ignores case, by the directories that it lists. */
const FILES: ReadonlyMap<string, readonly string[]> = new Map([
  ["/root", ["A", "same"]],
  ["/root/a", ["x"]],
  ["/root/same", ["X"]],
]);

test.each([
  [["a", "x"], true],
  [["A", "x"], false],
  [["a", "new"], false],
  [["same", "x"], true],
  [["same", "X"], false],
  [["b", "x"], false],
] as const)(
  "whether %j has another case on a file system that ignores it: %s",
  async (path, is) => {
    const look = (directory: string): Promise<readonly string[]> =>
      Promise.resolve(FILES.get(directory.toLowerCase()) ?? []);
    expect(await hasOtherCase("/root", path, look)).toBe(is);
  },
);
