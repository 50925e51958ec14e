import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";

const WORLD = join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml");
const JOB = ["s3://dev-a-111111111111", "s3://dev-b-222222222222", "--profile", "dev-a"];

describe("a grant for a world file", () => {
  let shell: SluiceShell;

  beforeAll(async () => {
    shell = await openSluiceShell("");
    await writeFile(join(shell.directory, "world.yaml"), await readFile(WORLD));
  });

  afterAll(() => shell.close());

  test("is proposed and proved without a call to AWS", async () => {
    const words = ["grant", ...JOB, "--world", "world.yaml", "--out", "fix"];
    const { exit, stdout, stderr } = await shell.run(words);
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: `wrote ${join(shell.directory, "fix", "222222222222-bucketPolicy-dev-b-222222222222.json")}\n`,
    });
    expect(stdout).toContain("policy of bucket dev-b-222222222222 (account 222222222222)\n");
    expect(stdout).toContain("proved: with this change 4 of 4 permissions are allowed\n");
    expect(stdout).not.toContain("--apply");
  });

  test("has nothing to take back where none was made", async () => {
    const { exit, stdout } = await shell.run([
      "grant",
      ...JOB,
      "--world",
      "world.yaml",
      "--revoke",
    ]);
    expect(exit).toBe(0);
    expect(stdout).toContain("nothing to revoke");
  });

  test("is not applied to the file", async () => {
    const { exit, stderr } = await shell.run(["grant", ...JOB, "--world", "world.yaml", "--apply"]);
    expect(exit).toBe(2);
    expect(stderr).toContain("cannot apply a grant to world file `world.yaml`");
  });
});
