import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";
import { startStoryLab } from "../support/story-world.ts";

const FILES = 400;
const BUCKET = "s3://dev-a-111111111111";

describe("a reader that goes away stops the run as Ctrl-C does", () => {
  let lab: Lab;
  let shell: SluiceShell;

  beforeAll(async () => {
    lab = await startStoryLab();
    shell = await openSluiceShell(lab.awsConfig());
    const tree = join(shell.directory, "tree");
    await mkdir(tree);
    for (let i = 0; i < FILES; i += 1) await writeFile(join(tree, `f${i}`), String(i));
    await shell.run(["sync", "tree", BUCKET, "--profile", "dev-a", "--quiet"]);
  });

  afterAll(async () => {
    await shell.close();
    await lab.close();
  });

  test("and fails the copy of an object to it, as in the AWS CLI", async () => {
    const input = "x".repeat(5_000_000);
    const put = await shell.run(["cp", "-", `${BUCKET}/big`, "--profile", "dev-a"], { input });
    expect(put).toMatchObject({ exit: 0 });
    const words = ["cp", `${BUCKET}/big`, "-", "--profile", "dev-a"];
    const { exit, stderr } = await shell.run(words, { leavesEarly: true });
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: "" });
  });

  test("no unfinished download stays behind, and nothing is said", async () => {
    const words = ["sync", BUCKET, "back", "--profile", "dev-a"];
    const { exit, stderr } = await shell.run(words, { leavesEarly: true });
    const names = await readdir(join(shell.directory, "back"));
    expect({ exit, stderr }).toEqual({ exit: 130, stderr: "" });
    expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(names.length).toBeLessThan(FILES);
  });
});
