import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { askLab } from "../support/lab-request.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { LIST_DENIED, STORY } from "../support/story-world.ts";

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

  // Task runners, Vitest and Docker Compose mark what failed by the same sign.
  test("another program's block is not taken for one of ours: each of its refusals is explained", async () => {
    const denied = (action: string): string =>
      `  An error occurred (AccessDenied) when calling the ${action} operation: User: arn:aws:iam::111111111111:user/bob is not authorized to perform: s3:${action} on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:${action} action`;
    const log = ["✗ 2 tasks failed", denied("GetObject"), denied("PutObject")].join("\n");
    const { stdout } = await explain(log, "--lang", "en");
    expect(stdout.match(/^ {2}means/gm)).toHaveLength(2);
  });

  describe.each(["en", "ja"])("what sluice itself explained, in %s", (lang) => {
    const refused = `An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${LIST_DENIED}`;

    test.each([undefined, 80])("is explained by AWS's words alone: columns %s", async (columns) => {
      const options = { input: refused, ...(columns !== undefined && { columns }) };
      const first = await sluiceInProcess(["explain", "--lang", lang], options);
      for (const pasted of [first.stdout, `fatal error: ${refused}\n\n${first.stdout}`]) {
        const again = await explain(pasted, "--json");
        const [said, ...others] = again.stdout.trim().split("\n");
        expect(others).toEqual([]);
        const { denial } = JSON.parse(said ?? "") as { denial: Record<string, unknown> };
        expect(denial).toMatchObject({ count: 1, action: "s3:ListBucket" });
        expect(String(denial["message"]).replace(/^fatal error: /, "")).toBe(refused);
      }
    });

    test("is so too of a check that stops a run", async () => {
      const words = `check s3://${STORY.source} s3://${STORY.destination} --profile dev-a --world worlds/two-accounts.yaml`;
      const { stdout } = await sluiceInProcess([...words.split(" "), "--lang", lang]);
      const again = await explain(stdout, "--json");
      expect(again.stdout.trim().split("\n")).toHaveLength(1);
      expect(again.stdout).toContain(`"message":${JSON.stringify(LIST_DENIED)}`);
    });
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

describe("an encoded message of the lab's EC2", () => {
  let lab: Lab;
  let directory: string;
  let pasted: string;

  beforeAll(async () => {
    lab = await startLabOf({
      accounts: {
        "111111111111": {
          users: {
            ann: {
              profile: "ann",
              inlinePolicies: {
                all: {
                  Version: "2012-10-17",
                  Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }],
                },
                none: {
                  Version: "2012-10-17",
                  Statement: [
                    {
                      Sid: "NoNetworks",
                      Effect: "Deny",
                      Action: "ec2:CreateVpc",
                      Resource: "*",
                      Condition: { StringEquals: { "ec2:Region": "us-east-1" } },
                    },
                  ],
                },
              },
            },
            root: { profile: "admin", managedPolicies: ["AdministratorAccess"] },
          },
        },
      },
    });
    directory = await openHome(lab.awsConfig());
    pasted = join(directory, "pasted.txt");
    const refused = await Promise.all([createVpc(), createVpc()]);
    await writeFile(pasted, refused.map((text) => `${text}\n`).join(""));
  });

  afterAll(async () => {
    await lab.close();
    await closeHome(directory);
  });

  /** As the AWS CLI prints it. */
  async function createVpc(): Promise<string> {
    const { message = "" } = await askLab(lab.port, {
      credentials: lab.principal("ann").credentials,
      method: "POST",
      target: "/",
      service: "ec2",
      region: "us-east-1",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16",
    });
    return `An error occurred (UnauthorizedOperation) when calling the CreateVpc operation: ${message}`;
  }

  test("is decoded as who may, with the statement and the request's context", async () => {
    const { exit, stdout } = await sluiceInProcess(["explain", pasted, "--profile", "admin"]);
    expect(exit).toBe(3);
    expect(stdout).toContain("(2 times)");
    expect(stdout).toContain(
      "decoded       statement `NoNetworks`: DENY ec2:CreateVpc on * if ec2:Region = us-east-1\n",
    );
    expect(stdout).toContain("ec2:region = us-east-1\n");
    expect(stdout).toContain("Encoded authorization failure message: … (2 times)\n");
    expect(stdout).not.toContain("decode-authorization-message");
    expect(stdout).not.toContain("sluice check");
  });

  test("is decoded in Japanese and as JSON too", async () => {
    const words = ["explain", pasted, "--profile", "admin"];
    const japanese = await sluiceInProcess([...words, "--lang", "ja"]);
    expect(japanese.stdout).toContain("ステートメント `NoNetworks`");
    const { stdout } = await sluiceInProcess([...words, "--json"]);
    expect(stdout).toContain('"matchedStatements":[{"sid":"NoNetworks"');
    expect(stdout.trim().split("\n").length).toBe(1);
  });

  test("stays encoded where the profile may not, with the code and the command", async () => {
    const { exit, stdout } = await sluiceInProcess(["explain", pasted, "--profile", "ann"]);
    expect(exit).toBe(3);
    expect(stdout).toContain(
      "was not decoded: DecodeAuthorizationMessage (profile ann): AccessDenied\n",
    );
    expect(stdout).toContain("aws sts decode-authorization-message");
  });

  test("is not asked about as a profile that there is not", async () => {
    const { exit, stderr } = await sluiceInProcess(["explain", pasted, "--profile", "admi"]);
    expect(exit).toBe(2);
    expect(stderr).toContain("did you mean `admin`?");
  });
});
