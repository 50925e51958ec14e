import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { sluiceInProcess } from "../support/sluice-in-process.ts";

const ENCODED = "rHU-pVHMSckD0OAc5l3r9-gKN1XZjZ2X9J3w0fZ31licaTpAVwlD9ix3";

describe("sluice explain", () => {
  let directory: string;
  let log: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sluice-explain-"));
    log = join(directory, "decisions.jsonl");
    await writeFile(log, "");
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function explain(text: string, ...options: readonly string[]) {
    const path = join(directory, "pasted.txt");
    await writeFile(path, text);
    return sluiceInProcess(["explain", path, ...options]);
  }

  const wrongIds: readonly (readonly [string, readonly string[], string])[] = [
    ["16 letters that are in no log", ["8F3ZC1QJ0K5T7V2M"], "has no decision about it"],
    ["16 letters with one that no id has", ["8F3ZC1QJ0K5T7V2O"], "is no request id"],
    ["a file", ["sync.log"], "is no request id"],
    ["nothing", [], "no request is given"],
    ["two ids", ["8F3ZC1QJ0K5T7V2M", "8F3ZC1QJ0K5T7V2N"], "is no request id"],
  ];
  test.each(wrongIds)("%s in a decision log: one error", async (_, words, reason) => {
    const { exit, stdout, stderr } = await sluiceInProcess(["explain", ...words, "--log", log]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(reason);
    expect(stderr.trim().split("\n").length).toBe(1);
  });

  test("a log that is not there is said to be missing", async () => {
    const missing = join(directory, "none.jsonl");
    const { exit, stderr } = await sluiceInProcess([
      "explain",
      "8F3ZC1QJ0K5T7V2M",
      "--log",
      missing,
    ]);
    expect(exit).toBe(2);
    expect(stderr).toContain(`cannot read the decision log \`${missing}\``);
  });

  test("a text without an error of AWS: unknown, with what was looked for", async () => {
    const { exit, stdout } = await explain("upload: ./a to s3://b/a\nError: ENOENT\n");
    expect(exit).toBe(4);
    expect(stdout).toContain("no refusal by AWS in these 2 lines");
    expect(stdout).toContain("no event of CloudTrail");
  });

  const exits: readonly (readonly [string, readonly string[], number])[] = [
    ["an expired token alone has failed", ["ExpiredToken"], 1],
    ["a denial beside it is denied", ["ExpiredToken", "AccessDenied"], 3],
    ["a code that nobody knows is unknown", ["InvalidPartNumber"], 4],
    ["a code that nobody knows beside an expired token has failed", ["Odd", "ExpiredToken"], 1],
  ];
  test.each(exits)("%s", async (_, codes, wanted) => {
    const lines = codes.map(
      (code) => `An error occurred (${code}) when calling the GetObject operation: it says so`,
    );
    expect((await explain(lines.join("\n"))).exit).toBe(wanted);
  });

  test("an empty file is wrong usage", async () => {
    const { exit, stderr } = await explain("\n");
    expect(exit).toBe(2);
    expect(stderr).toContain("is empty");
  });

  test("an encoded message comes with the command that decodes it", async () => {
    const { exit, stdout } = await explain(
      `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${ENCODED}`,
    );
    expect(exit).toBe(3);
    expect(stdout).toContain("[denied-encoded]");
    expect(stdout).toContain(`--encoded-message ${ENCODED} | sluice explain`);
  });

  test("an authorization id is told, for IAM and for the lab", async () => {
    const { stdout } = await explain(
      "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111122223333:user/ because no identity-based policy allows the iam:ListUsers action. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/8f3zc1qj0k5t7v2m for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: 8f3zc1qj0k5t7v2m",
    );
    expect(stdout).toContain("authorization id 8f3zc1qj0k5t7v2m");
    expect(stdout).toContain("`sluice explain 8f3zc1qj0k5t7v2m`");
  });
});
