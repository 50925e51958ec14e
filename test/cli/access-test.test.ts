import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";

const WORLD = join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml");
const A = "s3://dev-a-111111111111";
const B = "s3://dev-b-222222222222";

describe("sluice test", () => {
  let shell: SluiceShell;

  beforeAll(async () => {
    shell = await openSluiceShell("");
  });

  afterAll(() => shell.close());

  const run = async (
    assertions: readonly string[],
    ...flags: readonly string[]
  ): ReturnType<SluiceShell["run"]> => {
    const text = JSON.stringify({ world: WORLD, assertions }, null, 1);
    await writeFile(join(shell.directory, "access.json"), text);
    return shell.run(["test", "access.json", ...flags]);
  };

  test("what holds is ticked off, and the exit code is 0", async () => {
    const result = await run([
      `dev-a can s3:GetObject on ${A}/*`,
      `dev-a cannot s3:ListBucket on ${B}`,
      `dev-a cannot sync ${A} → ${B}`,
    ]);
    expect(result).toEqual({
      exit: 0,
      stderr: "",
      stdout: [
        `✓ access.json:4 dev-a can s3:GetObject on ${A}/*`,
        `✓ access.json:5 dev-a cannot s3:ListBucket on ${B}`,
        `✓ access.json:6 dev-a cannot sync ${A} → ${B}`,
        "3 of 3 assertions hold\n",
      ].join("\n"),
    });
  });

  test("what does not hold says why, in AWS's words, and the exit code is 3", async () => {
    const words = ["--junit", "report.xml"];
    const { exit, stdout } = await run([`dev-a can s3:PutObject on ${B}/x`], ...words);
    const report = await readFile(join(shell.directory, "report.xml"), "utf8");
    expect(exit).toBe(3);
    expect(stdout).toContain("should be allowed, is denied\n");
    expect(stdout).toContain("because no resource-based policy allows the s3:PutObject action");
    expect(report).toContain('<testsuite name="sluice test" tests="1" failures="1">');
    expect(report).toContain("&quot;arn:aws:s3:::dev-b-222222222222/x&quot;");
  });

  test("an unknown principal, resource or sentence is wrong usage", async () => {
    const results = [
      await run([`nobody can s3:GetObject on ${A}/x`]),
      await run(["dev-a can s3:GetObject on /etc/passwd"]),
      await run(["dev-a may do things"]),
    ];
    expect(results.map(({ exit }) => exit)).toEqual([2, 2, 2]);
    expect(results.map(({ stderr }) => stderr.split(":")[1])).toEqual([
      " cannot find `nobody` in the world",
      " cannot test access to `/etc/passwd`",
      " cannot read assertion `dev-a may do things` in `access.json",
    ]);
  });
});
