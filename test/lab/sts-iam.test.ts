import {
  AttachUserPolicyCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { HeadBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ADMIN_A_ROLE, ADMIN_A_SESSION } from "./story-world.ts";
import { ask } from "./wire.ts";

let open: OpenLab;
beforeEach(async () => {
  open = await openLab();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

const DEPLOYER = "arn:aws:iam::111111111111:role/deployer";

test("everyone may ask who they are", async () => {
  const alice = await open.sts("a").send(new GetCallerIdentityCommand());
  expect(alice).toMatchObject({ Account: "111111111111", Arn: ADMIN_A_SESSION });
  expect(alice.UserId).toMatch(/^AROA[A-Z0-9]{17}:alice$/);
  const writer = await open.sts("writer").send(new GetCallerIdentityCommand());
  expect(writer.Arn).toBe("arn:aws:iam::111111111111:user/writer");
  expect(writer.UserId).toMatch(/^AIDA[A-Z0-9]{17}$/);
});

test("a role is assumed by whom its trust policy admits, and its keys work until they expire", async () => {
  let now = Date.now();
  await open.close();
  open = await openLab({ now: () => now });
  const sts = open.sts("writer");
  const { Credentials, AssumedRoleUser } = await sts.send(
    new AssumeRoleCommand({ RoleArn: DEPLOYER, RoleSessionName: "job-1", DurationSeconds: 900 }),
  );
  expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::111111111111:assumed-role/deployer/job-1");
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const assumed = open.s3("writer", { credentials });
  await expect(assumed.send(new HeadBucketCommand({ Bucket: "dev-a" }))).resolves.toBeDefined();
  const put = new PutObjectCommand({ Bucket: "dev-a", Key: "k", Body: "" });
  await expect(assumed.send(put)).rejects.toMatchObject({
    message:
      'User: arn:aws:sts::111111111111:assumed-role/deployer/job-1 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::dev-a/k" because no identity-based policy allows the s3:PutObject action',
  });
  now += 901_000;
  const late = { method: "HEAD", target: "/dev-a", credentials, timestampMs: now };
  expect((await ask(open.lab.port, late)).status).toBe(400);
  const answer = await ask(open.lab.port, { ...late, method: "GET" });
  expect(readS3Error(answer.body)?.code).toBe("ExpiredToken");
});

test.each([
  ["a", {}, "because no role trust policy allows the sts:AssumeRole action"],
  ["b", {}, "because no role trust policy allows the sts:AssumeRole action"],
  ["b", { ExternalId: "wrong" }, "because no role trust policy allows the sts:AssumeRole action"],
])("%s with %j may not assume the role", async (profile, more, reason) => {
  await expect(
    open
      .sts(profile)
      .send(new AssumeRoleCommand({ RoleArn: DEPLOYER, RoleSessionName: "job", ...more })),
  ).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining(reason) as string,
  });
});

test("across accounts the trust policy and the caller's own both allow", async () => {
  await expect(
    open
      .sts("b")
      .send(
        new AssumeRoleCommand({ RoleArn: DEPLOYER, RoleSessionName: "job", ExternalId: "sesame" }),
      ),
  ).resolves.toBeDefined();
});

test.each([
  [{ RoleArn: "nonsense", RoleSessionName: "job" }, "ValidationError", "nonsense is invalid"],
  [{ RoleArn: DEPLOYER, RoleSessionName: "a b" }, "ValidationError", "roleSessionName"],
  [{ RoleArn: DEPLOYER, RoleSessionName: "job", DurationSeconds: 10 }, "ValidationError", "900"],
  [
    { RoleArn: DEPLOYER, RoleSessionName: "job", DurationSeconds: 7200 },
    "ValidationError",
    "MaxSessionDuration",
  ],
  [{ RoleArn: `${DEPLOYER}x`, RoleSessionName: "job" }, "AccessDenied", "sts:AssumeRole"],
  [
    { RoleArn: DEPLOYER, RoleSessionName: "job", Policy: "{}" },
    "MalformedPolicyDocumentException",
    "Syntax errors in policy.",
  ],
])("AssumeRole %j is refused with %s", async (input, name, message) => {
  await expect(open.sts("writer").send(new AssumeRoleCommand(input))).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message) as string,
  });
});

test("GetRole gives the ARN with its path", async () => {
  const RoleName = "AWSReservedSSO_AdministratorAccess_1234567890abcdef";
  const { Role } = await open.iam("a").send(new GetRoleCommand({ RoleName }));
  expect(Role?.Arn).toBe(ADMIN_A_ROLE);
  expect(Role?.RoleId).toMatch(/^AROA/);
  await expect(open.iam("writer").send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
    name: "AccessDenied",
    message: `User: arn:aws:iam::111111111111:user/writer is not authorized to perform: iam:GetRole on resource: role ${RoleName} because no identity-based policy allows the iam:GetRole action`,
  });
  await expect(open.iam("a").send(new GetRoleCommand({ RoleName: "none" }))).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: "The role with name none cannot be found.",
  });
});

test("Identity Center's roles cannot be changed, and their policies can be read", async () => {
  const RoleName = "AWSReservedSSO_AdministratorAccess_1234567890abcdef";
  const iam = open.iam("a");
  await expect(
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument: "{}" })),
  ).rejects.toMatchObject({ name: "UnmodifiableEntityException" });
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(attached.AttachedPolicies).toEqual([
    { PolicyName: "AdministratorAccess", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ]);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([]);
});

test("a user's policies take effect as they change", async () => {
  const iam = open.iam("a");
  const UserName = "writer";
  const s3 = open.s3("writer");
  const list = (): Promise<unknown> => s3.send(new HeadBucketCommand({ Bucket: "dev-a" }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::dev-a" },
  });
  await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "list", PolicyDocument }));
  await expect(list()).resolves.toBeDefined();
  expect((await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames).toEqual([
    "list",
    "write",
  ]);
  const read = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: "list" }));
  expect(decodeURIComponent(read.PolicyDocument ?? "")).toBe(PolicyDocument);
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: "list" }));
  await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });

  const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  await expect(list()).resolves.toBeDefined();
  expect(
    (await iam.send(new ListAttachedUserPoliciesCommand({ UserName }))).AttachedPolicies,
  ).toHaveLength(1);
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await expect(
    iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
  ).rejects.toMatchObject({
    name: "NoSuchEntityException",
  });
  await expect(
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "bad", PolicyDocument: "{" })),
  ).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
    message: "Syntax errors in policy.",
  });
  expect((await iam.send(new ListGroupsForUserCommand({ UserName }))).Groups).toEqual([]);
});

test("GetUser without a name is about the caller, and managed policies can be read", async () => {
  const iam = open.iam("b");
  expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe("bob");
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const version = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  expect(JSON.parse(decodeURIComponent(version.PolicyVersion?.Document ?? ""))).toMatchObject({
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
});

test.each(["constructor", "__proto__", "toString"])(
  "a policy named %s is not there unless somebody made it",
  async (name) => {
    const iam = open.iam("b");
    const PolicyArn = `arn:aws:iam::222222222222:policy/${name}`;
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
  },
);

test("a root user with keys may all, but assume roles", async () => {
  const parsed = parseWorld({
    accounts: { "333333333333": { name: "solo", root: {}, buckets: { "solo-bucket": {} } } },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await open.close();
  open = await openLab({ world: parsed.value });
  const sts = open.sts("solo-root");
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Arn: "arn:aws:iam::333333333333:root",
    UserId: "333333333333",
  });
  const s3 = open.s3("solo-root", { region: "us-east-1" });
  await expect(s3.send(new HeadBucketCommand({ Bucket: "solo-bucket" }))).resolves.toBeDefined();
  const command = new AssumeRoleCommand({
    RoleArn: "arn:aws:iam::333333333333:role/any",
    RoleSessionName: "job",
  });
  await expect(sts.send(command)).rejects.toMatchObject({
    name: "AccessDenied",
    message: "Roles may not be assumed by root accounts.",
  });
});
