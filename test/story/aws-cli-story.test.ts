import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { type AwsShell, awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { readTree } from "../support/read-tree.ts";
import { hashesOf, storyTree, writeStoryTree } from "../support/story-tree.ts";
import {
  LIST_DENIED,
  listAndWrite,
  listOnObjects,
  startStoryLab,
  STORY,
} from "../support/story-world.ts";

const binary = await findAwsCli();
const { source, destination } = STORY;
const NOTHING = { exit: 0, stdout: "", stderr: "" };

test.skipIf(awsCliIsLeftOut(binary))("the AWS CLI is there", () => {
  expect(binary, "no `aws` on the path: install it or set `SLUICE_AWS`").toBeDefined();
});

const present = binary === undefined ? [] : [binary];
describe.for(present)("the main story with the AWS CLI: %s", (cli) => {
  let lab: Lab;
  let aws: AwsShell;

  beforeAll(async () => {
    lab = await startStoryLab();
    aws = await openAwsShell({ binary: cli, endpointUrl: lab.url, awsConfig: lab.awsConfig() });
    await writeStoryTree(join(aws.directory, "tree"));
  });

  afterAll(async () => {
    await aws.close();
    await lab.close();
  });

  const putPolicy = async (text: string): ReturnType<AwsShell["run"]> => {
    await writeFile(join(aws.directory, "policy.json"), text);
    const run = `aws s3api put-bucket-policy --bucket ${destination} --policy file://policy.json`;
    return aws.run("dev-b", run);
  };
  const sync = (from: string, to: string): ReturnType<AwsShell["run"]> =>
    aws.run("dev-a", `aws s3 sync '${from}' '${to}' --no-progress`);

  test("get-caller-identity and get-role tell the role's name and its ARN with the path", async () => {
    const script = `
      ROLE_NAME=$(aws sts get-caller-identity --query Arn --output text | sed -n 's#.*:assumed-role/\\([^/]*\\)/.*#\\1#p')
      echo "$ROLE_NAME"
      aws iam get-role --role-name "$ROLE_NAME" --query 'Role.Arn' --output text`;
    const stdout = `${STORY.roleName}\n${STORY.roleArn}\n`;
    expect(await aws.run("dev-a", script)).toEqual({ ...NOTHING, stdout });
  });

  test("a directory is synced up", async () => {
    const { exit, stdout, stderr } = await sync("tree", `s3://${source}`);
    const lines = [...storyTree.keys()].map((p) => `upload: tree/${p} to s3://${source}/${p}`);
    expect({ exit, stderr, stdout: stdout.trim().split("\n").sort() }).toEqual({
      exit: 0,
      stderr: "",
      stdout: lines.sort(),
    });
  });

  test("the sync to the other account ends in AWS's fatal error", async () => {
    const fatal = `fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${LIST_DENIED}`;
    const { exit, stdout, stderr } = await sync(`s3://${source}`, `s3://${destination}`);
    expect({ exit, stdout, stderr: stderr.trim() }).toEqual({
      exit: 1,
      stdout: "",
      stderr: fatal,
    });
  });

  test.for([
    [
      "the role's ARN without its path",
      listAndWrite(STORY.bareRoleArn),
      "Invalid principal in policy",
    ],
    [
      "s3:ListBucket on the objects",
      listOnObjects(STORY.roleArn),
      "Action does not apply to any resource(s) in statement",
    ],
  ] as const)("a wrong fix is refused: %s", async ([, text, why]) => {
    const { exit, stdout, stderr } = await putPolicy(text);
    expect({ stdout, stderr: stderr.trim() }).toEqual({
      stdout: "",
      stderr: `An error occurred (MalformedPolicy) when calling the PutBucketPolicy operation: ${why}`,
    });
    expect(exit).toBeGreaterThan(0);
  });

  test("the session's ARN as principal is taken, and opens the bucket to that session alone", async () => {
    expect(await putPolicy(listAndWrite(STORY.sessionArn))).toEqual(NOTHING);
    const dryrun = await aws.run(
      "dev-a",
      `aws s3 sync s3://${source} s3://${destination} --dryrun --quiet`,
    );
    expect(dryrun).toEqual(NOTHING);
  });

  test("the right policy is put, and the same sync runs", async () => {
    expect(await putPolicy(listAndWrite(STORY.roleArn))).toEqual(NOTHING);
    const { exit, stdout, stderr } = await sync(`s3://${source}`, `s3://${destination}`);
    const lines = [...storyTree.keys()].map(
      (path) => `copy: s3://${source}/${path} to s3://${destination}/${path}`,
    );
    expect({ exit, stderr, stdout: stdout.trim().split("\n").sort() }).toEqual({
      exit: 0,
      stderr: "",
      stdout: lines.sort(),
    });
  });

  test("run again, it transfers nothing and prints nothing", async () => {
    expect(await sync(`s3://${source}`, `s3://${destination}`)).toEqual(NOTHING);
  });

  test("the owner syncs the bucket down, byte for byte", async () => {
    const run = `aws s3 sync s3://${destination} back --only-show-errors`;
    expect(await aws.run("dev-b", run)).toEqual(NOTHING);
    expect(hashesOf(await readTree(join(aws.directory, "back")))).toEqual(hashesOf(storyTree));
  });
});
