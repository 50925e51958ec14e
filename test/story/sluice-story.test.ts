import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { readTree } from "../support/read-tree.ts";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";
import { hashesOf, storyTree, writeStoryTree } from "../support/story-tree.ts";
import { LIST_DENIED, startStoryLab, STORY } from "../support/story-world.ts";

const from = `s3://${STORY.source}`;
const to = `s3://${STORY.destination}`;
const AS_A = ["--profile", "dev-a"];
const WITH_B = [...AS_A, "--owner-profile", "dev-b"];

// The tests go on from one another, as the story does.
describe("the main story with sluice", () => {
  let lab: Lab;
  let shell: SluiceShell;

  beforeAll(async () => {
    lab = await startStoryLab();
    shell = await openSluiceShell(lab.awsConfig());
    await writeStoryTree(join(shell.directory, "tree"));
  });

  afterAll(async () => {
    await shell.close();
    await lab.close();
  });

  test("a directory goes up, with AWS's lines", async () => {
    const { exit, stdout, stderr } = await shell.run(["sync", "tree", from, ...AS_A]);
    const lines = [...storyTree.keys()].map((path) => `upload: tree/${path} to ${from}/${path}`);
    expect({ exit, stderr, stdout: stdout.trim().split("\n").sort() }).toEqual({
      exit: 0,
      stderr: "",
      stdout: lines.sort(),
    });
  });

  test("the check stops the copy before byte one, in AWS's words", async () => {
    const { exit, stdout, stderr } = await shell.run(["sync", from, to, ...WITH_B]);
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
    expect(stderr).toContain(LIST_DENIED);
    expect(stderr).toContain(`s3:PutObject on arn:aws:s3:::${STORY.destination}/* would be denied`);
    expect(stderr).toContain("account 222222222222, not yours");
    expect(stderr).toContain(`sluice grant ${from} ${to} --profile dev-a --owner-profile dev-b`);
  });

  test("without the owner's profile AWS's own answer is the evidence", async () => {
    const { exit, stdout } = await shell.run(["check", from, to, ...AS_A]);
    expect(exit).toBe(3);
    expect(stdout).toContain(LIST_DENIED);
    expect(stdout).toContain(`the account that owns bucket ${STORY.destination}`);
  });

  test("the answer in Japanese keeps AWS's text and the codes", async () => {
    const { exit, stdout } = await shell.run(["check", from, to, ...WITH_B, "--lang", "ja"]);
    expect(exit).toBe(3);
    expect(stdout).toContain(LIST_DENIED);
    expect(stdout).toContain(
      "222222222222 のバケットポリシーに、s3:ListBucket を許可する Allow がありません",
    );
  });

  test("the answer as JSON Lines", async () => {
    const { exit, stdout } = await shell.run(["check", from, to, ...WITH_B, "--json"]);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(exit).toBe(3);
    expect(lines.find(({ type }) => type === "finding")).toMatchObject({
      v: 1,
      action: "s3:ListBucket",
      message: LIST_DENIED,
      confirmed: true,
      blockers: [{ layer: "resource", account: "222222222222", kind: "silent" }],
      alsoDenied: [{ action: "s3:PutObject" }],
    });
    expect(lines.at(-1)).toEqual({
      v: 1,
      type: "verdict",
      verdict: "denied",
      sizes: { threshold: 8 * 1024 * 1024, looked: 5, large: 0, isWhole: false },
    });
  });

  test("a check against the world file says the same without AWS", async () => {
    const world = join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml");
    const { exit, stdout } = await shell.run(["check", from, to, ...AS_A, "--world", world]);
    expect(exit).toBe(3);
    expect(stdout).toContain(LIST_DENIED);
  });

  test("--no-check runs into AWS's fatal error, and explains it", async () => {
    const { exit, stderr } = await shell.run(["sync", from, to, ...AS_A, "--no-check"]);
    expect(exit).toBe(1);
    expect(stderr).toContain(
      `fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${LIST_DENIED}\n`,
    );
    expect(stderr).toContain("[resource-policy-silent]");
  });

  test("the pasted error is explained offline", async () => {
    const input = `fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${LIST_DENIED.replaceAll('"', "")}\n`;
    const { exit, stdout } = await shell.run(["explain"], { input });
    expect(exit).toBe(3);
    expect(stdout).toContain("[resource-policy-silent]");
    expect(stdout).toContain(`aws iam get-role --role-name ${STORY.roleName}`);
  });

  test("a grant changes nothing until it is applied", async () => {
    const { exit, stdout } = await shell.run(["grant", from, to, ...WITH_B, "--out", "fix"]);
    const file = join(
      shell.directory,
      "fix",
      `222222222222-bucketPolicy-${STORY.destination}.json`,
    );
    expect(exit).toBe(0);
    expect(stdout).toContain("nothing has been changed; to apply it: sluice grant");
    expect(await readFile(file, "utf8")).toContain(`"${STORY.roleArn}"`);
    expect((await shell.run(["check", from, to, ...WITH_B])).exit).toBe(3);
  });

  test("applied, it is proved and minimal, and the check passes", async () => {
    const { exit, stdout, stderr } = await shell.run(["grant", from, to, ...WITH_B, "--apply"]);
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: `applied to the policy of bucket ${STORY.destination} (account 222222222222) as profile dev-b\nconfirmed: AWS, asked again, allows it\n`,
    });
    expect(stdout).toContain("proved: with this change 4 of 4 permissions are allowed");
    expect(stdout).toContain("minimal: ");
    expect((await shell.run(["check", from, to, ...WITH_B])).exit).toBe(0);
  });

  test("granting again has nothing to do", async () => {
    const { exit, stdout } = await shell.run(["grant", from, to, ...WITH_B, "--apply"]);
    expect(exit).toBe(0);
    expect(stdout).toContain("nothing to grant");
  });

  test("the same sync runs, and a second one prints nothing", async () => {
    const first = await shell.run(["sync", from, to, ...WITH_B]);
    expect({ exit: first.exit, stderr: first.stderr }).toEqual({ exit: 0, stderr: "" });
    expect(first.stdout.trim().split("\n")).toHaveLength(storyTree.size);
    const again = await shell.run(["sync", from, to, ...AS_A]);
    expect(again).toEqual({ exit: 0, stdout: "", stderr: "" });
  });

  test("the other account brings the tree back, byte for byte", async () => {
    const { exit } = await shell.run(["sync", to, "back", "--profile", "dev-b", "--quiet"]);
    expect(exit).toBe(0);
    const back = await readTree(join(shell.directory, "back"));
    expect(hashesOf(back)).toEqual(hashesOf(storyTree));
  });

  test("two identities need no grant: the data streams through here", async () => {
    await shell.run(["grant", from, to, ...WITH_B, "--revoke", "--apply"]);
    expect((await shell.run(["check", from, to, ...WITH_B])).exit).toBe(3);
    const sides = ["--source-profile", "dev-a", "--destination-profile", "dev-b"];
    const { exit, stderr } = await shell.run(["sync", from, `${to}/streamed`, ...sides]);
    expect(stderr).toMatch(/^way {7}through this machine: of neither profile is it .*\n$/);
    expect(exit).toBe(0);
    await shell.run(["sync", `${to}/streamed`, "streamed", "--profile", "dev-b", "--quiet"]);
    const streamed = await readTree(join(shell.directory, "streamed"));
    expect(hashesOf(streamed)).toEqual(hashesOf(storyTree));
  });

  test("--delete with a mistyped source prefix empties nothing", async () => {
    const words = ["sync", `${from}/mistyped`, from, ...AS_A, "--delete"];
    const refused = await shell.run(words);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain("--allow-empty-source");
    await mkdir(join(shell.directory, "empty-directory"));
    const local = await shell.run(["sync", "empty-directory", from, ...AS_A, "--delete"]);
    expect(local.exit).toBe(2);
    const kept = await shell.run(["sync", from, "kept", ...AS_A, "--dryrun"]);
    expect(kept.stdout.trim().split("\n")).toHaveLength(storyTree.size);
  });

  test("--delete takes away what the source no longer has, after the transfers", async () => {
    await mkdir(join(shell.directory, "smaller"));
    await writeFile(join(shell.directory, "smaller", "README.txt"), "read me first\n");
    const words = ["sync", "smaller", from, ...AS_A, "--delete", "--size-only"];
    const { exit, stdout } = await shell.run(words);
    expect(exit).toBe(0);
    const gone = [...storyTree.keys()].filter((path) => path !== "README.txt");
    expect(stdout.trim().split("\n").sort()).toEqual(
      gone.map((p) => `delete: ${from}/${p}`).sort(),
    );
  });

  test("--dryrun creates nothing, --only-show-errors still prints its lines", async () => {
    const words = ["sync", from, "never", ...AS_A, "--dryrun", "--only-show-errors"];
    expect(await shell.run(words)).toEqual({
      exit: 0,
      stdout: `(dryrun) download: ${from}/README.txt to never/README.txt\n`,
      stderr: "",
    });
    await expect(readTree(join(shell.directory, "never"))).rejects.toThrow();
  });
});
