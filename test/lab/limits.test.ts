import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Credentials } from "../../src/aws/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { askLab, type LabAnswer } from "../support/lab-request.ts";

const ENDPOINT = "vpce-1a2b3c4d";

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const reading = { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" };

const parsed = parseWorld({
  organization: {
    id: "o-exampleorg1",
    managementAccount: "000000000000",
    organizationalUnits: { "ou-root-workload1": { accounts: ["111111111111"] } },
    serviceControlPolicies: {
      "p-nodelete1": {
        targets: ["ou-root-workload1"],
        policy: policy({ Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" }),
      },
    },
    resourceControlPolicies: {
      "p-notagging": {
        targets: ["r-root"],
        policy: policy({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::*/secret",
        }),
      },
    },
  },
  accounts: {
    "000000000000": {
      name: "management",
      users: { root: { managedPolicies: ["AdministratorAccess"] } },
      buckets: { "managed-bucket": {} },
    },
    "111111111111": {
      name: "a",
      policies: { Edge: policy(reading) },
      users: {
        admin: { managedPolicies: ["AdministratorAccess"] },
        edged: { managedPolicies: ["AdministratorAccess"], boundary: "Edge" },
        inside: { managedPolicies: ["AdministratorAccess"], endpoint: ENDPOINT },
      },
      roles: {
        worker: {
          inlinePolicies: { all: policy(everything) },
          trustPolicy: policy({
            Effect: "Allow",
            Principal: { AWS: "111111111111" },
            Action: "sts:AssumeRole",
          }),
        },
      },
      buckets: {
        "a-bucket": {},
        "vpc-bucket": {
          policy: policy({
            Effect: "Deny",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::vpc-bucket/*",
            Condition: { StringNotEquals: { "aws:SourceVpce": ENDPOINT } },
          }),
        },
      },
      vpcEndpoints: { [ENDPOINT]: { policy: policy({ ...reading, Principal: "*" }) } },
    },
  },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const world = parsed.value;

let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ world });
  for (const bucket of ["a-bucket", "vpc-bucket", "managed-bucket"]) {
    const profile = bucket === "managed-bucket" ? "management-root" : "a-admin";
    for (const key of ["open", "secret"]) await ask(profile, `PUT /${bucket}/${key}`);
  }
});

afterAll(() => lab.close());

function keysOf(profile: string): Credentials {
  const found = lab.principals.find((principal) => principal.profile === profile);
  if (found === undefined) throw new Error(`no profile \`${profile}\``);
  return found.credentials;
}

function ask(who: string | Credentials, question: string, host?: string): Promise<LabAnswer> {
  const [method = "", target = ""] = question.split(" ");
  return askLab(lab.port, {
    credentials: typeof who === "string" ? keysOf(who) : who,
    method,
    target,
    body: method === "PUT" ? "x" : "",
    headers: host === undefined ? {} : { host: `${host}:${lab.port}` },
  });
}

function denied(user: string, [action, resource]: readonly [string, string], why: string): string {
  const arn = `arn:aws:iam::111111111111:user/${user}`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: "arn:aws:s3:::${resource}" ${why}`;
}

describe("the lab holds to what limits a caller", () => {
  test.each([
    [
      "a-admin",
      "DELETE /a-bucket/open",
      "with an explicit deny in a service control policy: arn:aws:organizations::000000000000:policy/o-exampleorg1/service_control_policy/p-nodelete1",
    ],
    [
      "a-admin",
      "GET /a-bucket/secret",
      "with an explicit deny in a resource control policy: arn:aws:organizations::000000000000:policy/o-exampleorg1/resource_control_policy/p-notagging",
    ],
    [
      "a-edged",
      "PUT /a-bucket/open",
      "because no permissions boundary allows the s3:PutObject action",
    ],
    [
      "a-inside",
      "PUT /a-bucket/open",
      "because no VPC endpoint policy allows the s3:PutObject action",
    ],
  ])("%s: %s", async (profile, question, reason) => {
    const { status, code, message } = await ask(profile, question);
    const [method = "", target = ""] = question.split(" ");
    const action = { DELETE: "s3:DeleteObject", GET: "s3:GetObject", PUT: "s3:PutObject" }[method];
    expect({ status, code, message }).toEqual({
      status: 403,
      code: "AccessDenied",
      message: denied(profile.slice(2), [action ?? "", target.slice(1)], reason),
    });
  });

  test.each([
    ["a-admin", "GET /a-bucket/open"],
    ["a-edged", "GET /a-bucket/open"],
    ["a-inside", "GET /a-bucket/open"],
    ["management-root", "GET /managed-bucket/secret"],
    ["management-root", "DELETE /managed-bucket/open"],
  ])("and lets pass what they leave: %s %s", async (profile, question) => {
    expect([200, 204]).toContain((await ask(profile, question)).status);
  });
});

describe("a request that comes through a VPC endpoint", () => {
  test("carries the endpoint's id, by whom it is sent or by the host it names", async () => {
    expect((await ask("a-admin", "GET /vpc-bucket/open")).status).toBe(403);
    expect((await ask("a-inside", "GET /vpc-bucket/open")).status).toBe(200);
    expect((await ask("a-admin", "GET /vpc-bucket/open", `${ENDPOINT}.localhost`)).status).toBe(
      200,
    );
    const virtual = `vpc-bucket.${ENDPOINT}.localhost`;
    expect((await ask("a-admin", "GET /open", virtual)).status).toBe(200);
  });

  test("is held to the endpoint's policy, whoever sends it", async () => {
    const { code, message } = await ask("a-admin", "PUT /a-bucket/x", `${ENDPOINT}.localhost`);
    expect({ code, message }).toEqual({
      code: "AccessDenied",
      message: denied(
        "admin",
        ["s3:PutObject", "a-bucket/x"],
        "because no VPC endpoint policy allows the s3:PutObject action",
      ),
    });
  });

  test("through one that does not exist names a bucket", async () => {
    const answer = await ask("a-admin", "GET /open", "vpce-00000000.localhost");
    expect(answer.code).toBe("NoSuchBucket");
  });
});

describe("a session that is opened with a policy", () => {
  const roleArn = "arn:aws:iam::111111111111:role/worker";

  async function assume(parameters: Readonly<Record<string, string>>): Promise<Credentials> {
    const form = { Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, ...parameters };
    const { body } = await askLab(lab.port, {
      credentials: keysOf("a-admin"),
      method: "POST",
      target: "/",
      service: "sts",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
    const field = (name: string): string =>
      new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? "";
    return {
      accessKeyId: field("AccessKeyId"),
      secretAccessKey: field("SecretAccessKey"),
      sessionToken: field("SessionToken"),
    };
  }

  test("may do what the role and the policy both allow", async () => {
    const Policy = JSON.stringify(policy(reading));
    const session = await assume({ RoleSessionName: "narrow", Policy });
    expect((await ask(session, "GET /a-bucket/open")).status).toBe(200);
    expect((await ask(session, "PUT /a-bucket/x")).message).toBe(
      'User: arn:aws:sts::111111111111:assumed-role/worker/narrow is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::a-bucket/x" because no session policy allows the s3:PutObject action',
    );
  });

  test("and one without a policy all that the role allows", async () => {
    const session = await assume({ RoleSessionName: "wide" });
    expect((await ask(session, "PUT /a-bucket/x")).status).toBe(200);
  });
});

test("IAM shows a user's permissions boundary", async () => {
  const { body } = await askLab(lab.port, {
    credentials: keysOf("a-admin"),
    method: "POST",
    target: "/",
    service: "iam",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetUser&Version=2010-05-08&UserName=edged",
  });
  expect(body).toContain(
    "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:aws:iam::111111111111:policy/Edge</PermissionsBoundaryArn></PermissionsBoundary>",
  );
});
