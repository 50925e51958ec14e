import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findDecisions, type Lab, startLab } from "../../src/lab/index.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { storyWorld } from "./story-world.ts";
import { ask, type WireAnswer } from "./wire.ts";

let directory: string;
let log: string;
let lab: Lab;
let denied: WireAnswer;
let deniedId: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-log-"));
  log = join(directory, "decisions.jsonl");
  lab = await startLab({ world: storyWorld(), logDecisions: log });
  denied = await askAs("writer", "GET /dev-a?list-type=2");
  deniedId = String(denied.headers["x-amz-request-id"]);
});
afterAll(async () => {
  await lab.close();
  await rm(directory, { recursive: true });
});

/** `line` is a method and what it asks for. */
function askAs(profile: string, line: string, more = {}): Promise<WireAnswer> {
  const [method = "", target = ""] = line.split(" ");
  const credentials = lab.principals.find((each) => each.profile === profile)?.credentials;
  if (credentials === undefined) throw new Error(`no profile \`${profile}\``);
  return ask(lab.port, { credentials, method, target, ...more });
}

const TOOLBOX = { service: "iam", region: "us-east-1" };

test("a denial is logged under the request id of its answer, with AWS's text and why", async () => {
  expect(denied.status).toBe(403);
  const [decision, ...others] = await findDecisions(log, deniedId);
  expect(others).toEqual([]);
  expect(decision).toMatchObject({
    id: deniedId,
    caller: "arn:aws:iam::111111111111:user/writer",
    account: "111111111111",
    organization: "o-exampleorg1",
    action: "s3:ListBucket",
    resource: "arn:aws:s3:::dev-a",
    outcome: "implicitDeny",
    layer: "identity",
  });
  expect(denied.body).toContain(decision?.explanation.aws?.message.replaceAll('"', "&quot;"));
  expect(decision?.sentence).toContain("s3:ListBucket");
  expect(decision?.context["aws:username"]).toEqual(["writer"]);
});

test("what is allowed is logged too, one line for each permission", async () => {
  await askAs("writer", "PUT /dev-a/x", { body: "x" });
  const copied = await askAs("writer", "PUT /dev-a/y", {
    headers: { "x-amz-copy-source": "/dev-a/x" },
  });
  expect(copied.status).toBe(200);
  const decisions = await findDecisions(log, String(copied.headers["x-amz-request-id"]));
  expect(decisions.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    "s3:GetObject allowed",
    "s3:PutObject allowed",
  ]);
});

test("no secret stands in the log", async () => {
  const customerKey = Buffer.alloc(32, 7).toString("base64");
  const credentials = lab.principals.map((each) => each.credentials);
  await askAs("a", "PUT /dev-a/plain", { body: "x" });
  await askAs("a", "PUT /dev-a/c", {
    headers: {
      "x-amz-server-side-encryption-customer-algorithm": "AES256",
      "x-amz-server-side-encryption-customer-key": customerKey,
      "x-amz-server-side-encryption-customer-key-md5": "ZwmeNVZ9ViEFqcKhvvdqWw==",
    },
  });
  const text = await readFile(log, "utf8");
  expect(text).toContain("arn:aws:s3:::dev-a/plain");
  const secrets = credentials.flatMap(({ secretAccessKey, sessionToken = secretAccessKey }) => [
    secretAccessKey,
    sessionToken,
  ]);
  expect([customerKey, ...secrets].filter((secret) => text.includes(secret))).toEqual([]);
});

test("`GetRequestAuthorizationDetails` answers in AWS's form by the id in lower case", async () => {
  const target = `/authorization-details/${deniedId.toLowerCase()}`;
  const { status, body } = await askAs("root-like", `GET ${target}`, TOOLBOX);
  expect(status).toBe(200);
  const details: unknown = JSON.parse(body);
  expect(details).toMatchObject({
    requestContext: { "aws:username": ["writer"] },
    evaluations: [
      {
        action: "s3:ListBucket",
        resource: "arn:aws:s3:::dev-a",
        context: {},
        evaluatedEffect: "IMPLICIT_DENY",
        matchedPolicies: [],
      },
    ],
    policies: [
      {
        type: "IDENTITY_BASED_POLICY",
        inline: true,
        attachedTo: [{ arn: "arn:aws:iam::111111111111:user/writer" }],
      },
    ],
  });
});

test("whoever may not ask for details is refused in the service's own form", async () => {
  const target = `/authorization-details/${deniedId.toLowerCase()}`;
  const { status, headers, body } = await askAs("writer", `GET ${target}`, TOOLBOX);
  expect(status).toBe(403);
  expect(headers["x-amzn-errortype"]).toBe("AccessDeniedException");
  expect(body).toContain("iam:GetRequestAuthorizationDetails");
});

test("there are no details of a request that was allowed, nor of one that never was", async () => {
  const allowed = await askAs("writer", "PUT /dev-a/z", { body: "z" });
  const ids = [String(allowed.headers["x-amz-request-id"]).toLowerCase(), "0000000000000000"];
  for (const id of ids) {
    const answer = await askAs("root-like", `GET /authorization-details/${id}`, TOOLBOX);
    expect(answer.status).toBe(404);
    expect(answer.headers["x-amzn-errortype"]).toBe("ResourceNotFoundException");
  }
});

test.each([
  ["the lab that runs", () => ["--endpoint", lab.url]],
  ["the log", () => ["--log", log]],
])("`sluice explain REQUEST-ID` reads %s", async (_where, options) => {
  const { exit, stdout } = await sluiceInProcess(["explain", deniedId, ...options()]);
  expect(exit).toBe(3);
  expect(stdout).toContain(deniedId);
  expect(stdout).toContain("is not authorized to perform: s3:ListBucket");
  expect(stdout).toContain("s3:PutObject");
});

test("a request that is not in the log is said to be missing, with the place", async () => {
  const { exit, stderr } = await sluiceInProcess(["explain", "0000000000000000", "--log", log]);
  expect(exit).toBe(2);
  expect(stderr).toContain(`cannot find request \`0000000000000000\`: \`${log}\``);
});

test("a lab without a log says how to get one", async () => {
  const silent = await startLab({ world: storyWorld() });
  const line = ["explain", "0000000000000000", "--endpoint", silent.url];
  const { exit, stderr } = await sluiceInProcess(line);
  await silent.close();
  expect(exit).toBe(2);
  expect(stderr).toContain("--log-decisions FILE");
});

test.each([
  ["a page of the web", { origin: "https://example.com" }],
  ["a page whose browser tells", { "sec-fetch-site": "cross-site" }],
  ["a name that only resolves here", { host: "example.com" }],
])("%s may not read decisions", async (_who, headers) => {
  const target = `/_lab/decisions/${deniedId}`;
  expect((await ask(lab.port, { method: "GET", target, headers })).status).toBe(403);
  expect((await ask(lab.port, { method: "GET", target })).status).toBe(200);
});
