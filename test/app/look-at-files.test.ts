import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAtFiles } from "../../src/app/look-at-files.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sluice-look-"));
});

afterEach(() => rm(root, { recursive: true }));

test("sees every file of a small tree, with its key and size", async () => {
  await mkdir(join(root, "sub", "deep"), { recursive: true });
  await writeFile(join(root, "a"), "1");
  await writeFile(join(root, "sub", "deep", "b"), "22");
  const { entries, isWhole } = await lookAtFiles(root, true);
  expect(isWhole).toBe(true);
  expect(new Map(entries.map(({ key, size }) => [key, size]))).toEqual(
    new Map([
      ["a", 1],
      ["sub/deep/b", 2],
    ]),
  );
});

test("stops after a thousand names, and says that there may be more", async () => {
  await Promise.all(Array.from({ length: 1_001 }, (_, i) => writeFile(join(root, `${i}`), "")));
  const { entries, isWhole } = await lookAtFiles(root, true);
  expect({ looked: entries.length, isWhole }).toEqual({ looked: 1_000, isWhole: false });
});

test("follows links to files, where links are followed", async () => {
  await writeFile(join(root, "a"), "1");
  await symlink("a", join(root, "link"));
  const sizes = async (follows: boolean): Promise<readonly number[]> =>
    (await lookAtFiles(root, follows)).entries.map(({ size }) => size);
  expect(await sizes(true)).toEqual([1, 1]);
  expect(await sizes(false)).toEqual([1]);
});

test("is not whole where something could not be looked at", async () => {
  await symlink(".", join(root, "again"));
  expect(await lookAtFiles(root, true)).toEqual({ entries: [], isWhole: false });
  expect(await lookAtFiles(root, false)).toEqual({ entries: [], isWhole: true });
  expect(await lookAtFiles(join(root, "nowhere"), true)).toEqual({ entries: [], isWhole: false });
});
