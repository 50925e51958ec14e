import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Lab } from "../../src/lab/index.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";

const WORLD = readFileSync(join(import.meta.dirname, "worlds", "ann.yaml"), "utf8");
const JOB = ["s3://source-of-a", "s3://destination-of-b/p", "--profile", "a-ann"];
const WITH_B = [...JOB, "--owner-profile", "b-admin"];
const WITH_BOTH = [...WITH_B, "--owner-profile", "a-admin"];

// The tests go on from one another.
describe("a grant to a user whose own account must act too", () => {
  let lab: Lab;
  let shell: SluiceShell;

  beforeAll(async () => {
    lab = await startLabOf(parse(WORLD));
    shell = await openSluiceShell(lab.awsConfig());
    await writeFile(join(shell.directory, "x"), "hi\n");
    await shell.run(["sync", ".", "s3://source-of-a", "--profile", "a-ann"]);
  });

  afterAll(async () => {
    await shell.close();
    await lab.close();
  });

  test("across accounts of no organization AWS says only `Access Denied`; the check says more", async () => {
    const { exit, stdout } = await shell.run(["check", ...WITH_BOTH]);
    expect(exit).toBe(3);
    expect(stdout).toContain("AWS says       Access Denied\n");
    expect(stdout).toContain("nothing in the identity policy of 111111111111 allows s3:ListBucket");
    expect(stdout).toContain("nothing in the bucket policy of 222222222222 allows s3:ListBucket");
  });

  test("with nobody's eyes but ann's, a bare `Access Denied` still names who may be behind it", async () => {
    const { exit, stderr } = await shell.run(["sync", ...JOB]);
    expect(exit).toBe(3);
    expect(stderr).toContain(
      "✗ s3:ListBucket on arn:aws:s3:::destination-of-b is denied, and AWS does not say by which policy\n",
    );
    expect(stderr).toContain("? the identity policy of 111111111111 could not be read");
    expect(stderr).toContain("? the bucket policy could not be read");
    expect(stderr).toContain("the account that owns bucket destination-of-b");
    expect(stderr).toContain("--owner-profile PROFILE");
  });

  test("no grant is offered against a Deny", async () => {
    const words = ["s3://source-of-a", "s3://destination-of-b/keep", "--delete"];
    const { exit, stdout } = await shell.run(["check", ...words, "--profile", "b-admin"]);
    expect(exit).toBe(3);
    expect(stdout).toContain("✗ the bucket policy of 222222222222 denies s3:DeleteObject\n");
    expect(stdout).toContain("ask the account above for an exception");
  });

  test("what nobody may read is granted on paper only, and said to be unproved", async () => {
    const { exit, stdout } = await shell.run(["grant", ...WITH_B]);
    expect(exit).toBe(4);
    expect(stdout).toContain("inline policy SluiceSync of user ann (account 111111111111)");
    expect(stdout).toContain("the policy in force could not be read");
    expect(stdout).toContain("unproved: s3:PutObject on arn:aws:s3:::destination-of-b/p/*");
    expect(stdout).not.toContain("policy of bucket source-of-a");
    expect(stdout).not.toContain("proved: with this change");
  });

  test("with both accounts' eyes it is proved, applied on both sides, and the sync runs", async () => {
    const { exit, stdout, stderr } = await shell.run(["grant", ...WITH_BOTH, "--apply"]);
    expect(exit).toBe(0);
    expect(stdout).toContain("proved: with this change 4 of 4 permissions are allowed");
    expect(stdout).toContain('-   "Statement":{ "Sid":"Keep"');
    expect(stderr).toContain(
      "inline policy SluiceSync of user ann (account 111111111111) as profile a-admin\n",
    );
    expect(stderr).toContain(
      "policy of bucket destination-of-b (account 222222222222) as profile b-admin\n",
    );
    expect(await shell.run(["sync", ...JOB])).toEqual({
      exit: 0,
      stdout: "copy: s3://source-of-a/x to s3://destination-of-b/p/x\n",
      stderr: "",
    });
  });

  test("only the granted prefix is open", async () => {
    const other = ["s3://source-of-a", "s3://destination-of-b/q", "--profile", "a-ann"];
    expect((await shell.run(["sync", ...other])).exit).toBe(3);
  });

  test("revoked on both sides, the owner's own statement stands and nothing else", async () => {
    const { exit, stdout, stderr } = await shell.run([
      "grant",
      ...WITH_BOTH,
      "--revoke",
      "--apply",
    ]);
    expect(exit).toBe(0);
    expect(stdout).toContain("SluiceObjects");
    expect(stderr).toContain(
      "took the grant out of the policy of bucket destination-of-b (account 222222222222) as profile b-admin\n",
    );
    expect(stderr).toContain(
      "took the grant out of the inline policy SluiceSync of user ann (account 111111111111) as profile a-admin\n",
    );
    expect((await shell.run(["check", ...WITH_BOTH])).exit).toBe(3);
    const again = await shell.run(["grant", ...WITH_BOTH, "--revoke", "--apply"]);
    expect(again.stdout).toContain("nothing to revoke");
  });
});
