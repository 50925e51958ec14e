import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { makeDirectory as makeForLab } from "../../src/lab/make-directory.ts";
import { makeDirectory, unmadeOf } from "../../src/sync/make-directory.ts";
import { temporaryDirectory } from "../sync/run.ts";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

/** Linux answers ENOENT to whoever makes a directory here, though `/proc` is there: Node's `mkdir -p` tries for ever. */
const UNMADE = "/proc/sluice-never-was/d";
const BUCKET = `s3://${STORY.source}`;
let lab: Lab;
let shell: SluiceShell;

beforeAll(async () => {
  lab = await startStoryLab();
  shell = await openSluiceShell(lab.awsConfig());
  await writeFile(join(shell.directory, "a.txt"), "a");
  const up = await shell.run(["cp", "a.txt", BUCKET, "--profile", "dev-a"]);
  expect(up).toMatchObject({ exit: 0 });
});

afterAll(async () => {
  await shell.close();
  await lab.close();
});

describe.runIf(process.platform === "linux")(
  "a directory that cannot be made is said to be",
  () => {
    test.each([
      [`sync ${BUCKET} ${UNMADE}`, 2, `cannot write to destination \`${UNMADE}\`: no such file`],
      [`cp ${BUCKET} ${UNMADE} --recursive`, 2, "cannot write to destination"],
      [`cp ${BUCKET}/a.txt ${UNMADE}/a.txt`, 1, "download failed"],
      [`sync . ${BUCKET} --journal ${UNMADE}`, 2, `cannot keep a journal in \`${UNMADE}\``],
      [`rm ${BUCKET}/a.txt --backup-to ${UNMADE}`, 1, "cannot keep"],
      [`lab --port 0 --data ${UNMADE}`, 2, "cannot keep data"],
      [`lab --port 0 --log-decisions ${UNMADE}/log`, 2, "cannot log decisions"],
    ])("sluice %s", { timeout: 20_000 }, async (line, exit, want) => {
      const words = line.startsWith("lab") ? line : `${line} --profile dev-a`;
      const ran = await shell.run(words.split(" "), { timeoutMs: 15_000 });
      expect(ran).toMatchObject({ exit, stderr: expect.stringContaining(want) as string });
    });
  },
);

describe.each([
  ["sync", makeDirectory],
  ["the lab", makeForLab],
])("a directory of %s", (_, make) => {
  test("is made with those above it, and taken as it is where it is there", () => {
    const path = join(temporaryDirectory(), "a", "b", "c");
    make(path);
    expect(() => {
      make(path, 0o700);
    }).not.toThrow();
  });

  test("is not made under a file, nor where one is", async () => {
    const file = join(temporaryDirectory(), "f");
    await writeFile(file, "");
    expect(() => {
      make(join(file, "d"));
    }).toThrow("ENOTDIR");
    expect(() => {
      make(file);
    }).toThrow("EEXIST");
  });
});

test.each([
  ["/a/b", ["/", "/a", "/a/b"]],
  ["a/b", [".", "a", "a/b"]],
  ["/", ["/"]],
])("where nothing above `%s` can be looked at, all of it is to be made", (path, want) => {
  expect(unmadeOf(path, () => false)).toEqual(want);
});
