import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { askLab } from "../support/lab-request.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const BUCKET = "open-111111111111";

let lab: Lab;
let home: string;

beforeAll(async () => {
  lab = await startLabOf({
    accounts: {
      "111111111111": {
        users: { ann: { profile: "ann", managedPolicies: ["AdministratorAccess"] } },
        buckets: {
          [BUCKET]: {
            region: "us-east-1",
            publicAccessBlock: { blockPublicPolicy: false, restrictPublicBuckets: false },
            policy: {
              Version: "2012-10-17",
              Statement: {
                Effect: "Allow",
                Principal: "*",
                Action: ["s3:GetObject", "s3:ListBucket"],
                Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
              },
            },
          },
        },
      },
    },
  });
  home = await mkdtemp(join(tmpdir(), "sluice-options-"));
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "none"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  const { credentials } = lab.principal("ann");
  const put = { credentials, method: "PUT", target: `/${BUCKET}/d/k`, body: "open" };
  expect(await askLab(lab.port, put)).toMatchObject({ status: 200 });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await lab.close();
  await rm(home, { recursive: true });
});

function run(...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  return sluiceInProcess([...words, "--endpoint-url", lab.url], { cwd: home });
}

/** AWS CLI User Guide, Command line options: what any command of the AWS CLI takes. */
const EVERYWHERE = [
  ...["--no-cli-pager", "--no-paginate", "--output", "json", "--query", "x", "--color", "off"],
  ...["--debug", "--cli-read-timeout", "0", "--cli-connect-timeout", "0"],
  ...["--cli-binary-format", "raw-in-base64-out", "--no-cli-auto-prompt"],
];

test("who has no keys reads a public bucket without a signature", async () => {
  const listed = await run("ls", `s3://${BUCKET}/d/`, "--no-sign-request", ...EVERYWHERE);
  expect(listed).toMatchObject({ exit: 0, stdout: expect.stringContaining(" k\n") as string });
  const copied = await run("sync", `s3://${BUCKET}`, "out", "--no-sign-request", ...EVERYWHERE);
  expect(copied).toMatchObject({ exit: 0, stderr: "" });
  expect(await readFile(join(home, "out", "d", "k"), "utf8")).toBe("open");
});

test("what nobody may do, nobody may do without a signature", async () => {
  await writeFile(join(home, "file"), "x");
  const line = ["cp", "file", `s3://${BUCKET}/file`, "--no-sign-request"];
  const { exit, stderr } = await run(...line);
  expect(exit).toBe(1);
  expect(stderr).toContain("(AccessDenied) when calling the PutObject operation");
});

test.each([
  ["sync", "file", `s3://${BUCKET}`],
  ["cp", "file", `s3://${BUCKET}`],
  ["mv", "file", `s3://${BUCKET}`],
  ["rm", `s3://${BUCKET}/k`],
  ["ls", `s3://${BUCKET}`],
])("%s looks at certificates whatever it is told", async (...words) => {
  const { exit, stderr } = await run(...words, "--no-verify-ssl");
  expect(exit).toBe(2);
  expect(stderr).toContain("name what to trust with `--ca-bundle FILE`");
});

test("a file of certificates that is not there is named", async () => {
  const { exit, stderr } = await run("ls", `s3://${BUCKET}`, "--ca-bundle", "/nowhere.pem");
  expect(exit).toBe(2);
  expect(stderr).toContain("no file `/nowhere.pem`");
});
