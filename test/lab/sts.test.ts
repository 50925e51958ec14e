import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { HeadBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import {
  type AssumeRoleCommandInput,
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  type Credentials as Issued,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Credentials } from "../../src/aws/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";

let open: OpenLab;
beforeEach(async () => {
  open = await openLab();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

const ACCOUNT = "111111111111";
const WRITER = `arn:aws:iam::${ACCOUNT}:user/writer`;
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const forbidden = { $metadata: { httpStatusCode: 403 } };

function keysOf(issued: Issued | undefined): Credentials {
  return {
    accessKeyId: issued?.AccessKeyId ?? "",
    secretAccessKey: issued?.SecretAccessKey ?? "",
    sessionToken: issued?.SessionToken ?? "",
  };
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Principal?: unknown;
  readonly Resource?: string;
  readonly Condition?: unknown;
}

const documentOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });

async function makeRole(
  RoleName: string,
  trust: readonly Statement[],
  allowed: readonly Statement[] = [],
): Promise<void> {
  const iam = open.iam("a");
  const AssumeRolePolicyDocument = documentOf(...trust);
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  if (allowed.length === 0) return;
  const PolicyDocument = documentOf(...allowed);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "allowed", PolicyDocument }));
}

async function assume(
  by: Credentials | undefined,
  RoleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Credentials> {
  const sts = open.sts("writer", by === undefined ? {} : { credentials: by });
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more });
  return keysOf((await sts.send(command)).Credentials);
}

test("tags of a session are principal tags; transitive ones stay in the next session", async () => {
  const list = { Action: "s3:ListAllMyBuckets", Resource: "*" };
  const onlyBlue = { ...list, Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } } };
  await makeRole(
    "first",
    [{ Principal: { AWS: WRITER }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
    [{ Action: "sts:*", Resource: "*" }, onlyBlue],
  );
  await makeRole(
    "second",
    [{ Principal: { AWS: roleArn("first") }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
    [onlyBlue],
  );
  await makeRole("closed", [{ Principal: { AWS: roleArn("first") }, Action: "sts:AssumeRole" }]);
  const listBuckets = (credentials: Credentials): Promise<unknown> =>
    open.s3("writer", { credentials }).send(new ListBucketsCommand({}));

  await expect(listBuckets(await assume(undefined, roleArn("first")))).rejects.toMatchObject(
    forbidden,
  );
  const tag = (Value: string): Partial<AssumeRoleCommandInput> => ({
    Tags: [{ Key: "Team", Value }],
  });
  await expect(
    listBuckets(await assume(undefined, roleArn("first"), tag("red"))),
  ).rejects.toMatchObject(forbidden);
  const blue = await assume(undefined, roleArn("first"), {
    ...tag("blue"),
    TransitiveTagKeys: ["Team"],
  });
  await expect(listBuckets(blue)).resolves.toBeDefined();
  await expect(listBuckets(await assume(blue, roleArn("second")))).resolves.toBeDefined();
  const plain = await assume(undefined, roleArn("first"), tag("blue"));
  await expect(listBuckets(await assume(plain, roleArn("second")))).rejects.toMatchObject(
    forbidden,
  );

  await expect(assume(blue, roleArn("second"), tag("red"))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
  await expect(assume(blue, roleArn("closed"))).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("sts:TagSession") as string,
  });
  await expect(assume(plain, roleArn("closed"))).resolves.toBeDefined();
});

test("a role's own tags are principal tags, and those of the session override them", async () => {
  await makeRole(
    "tagged",
    [{ Principal: { AWS: WRITER }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
    [
      {
        Action: "s3:ListAllMyBuckets",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalTag/Stage": "dev" } },
      },
    ],
  );
  const Tags = [{ Key: "Stage", Value: "dev" }];
  await open.iam("a").send(new TagRoleCommand({ RoleName: "tagged", Tags }));
  const list = async (more: Partial<AssumeRoleCommandInput>): Promise<unknown> => {
    const credentials = await assume(undefined, roleArn("tagged"), more);
    return open.s3("writer", { credentials }).send(new ListBucketsCommand({}));
  };
  await expect(list({})).resolves.toBeDefined();
  await expect(list({ Tags: [{ Key: "stage", Value: "prod" }] })).rejects.toMatchObject(forbidden);
});

test("a source identity is set with permission, shows in policies, and stays", async () => {
  const trust = (AWS: string): Statement => ({
    Principal: { AWS },
    Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
  });
  await makeRole("first", [trust(WRITER)], [{ Action: "sts:*", Resource: "*" }]);
  await makeRole(
    "next",
    [trust(roleArn("first"))],
    [
      {
        Action: "s3:ListAllMyBuckets",
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceIdentity": "wendy" } },
      },
    ],
  );
  const first = await assume(undefined, roleArn("first"), { SourceIdentity: "wendy" });
  const credentials = await assume(first, roleArn("next"));
  const s3 = open.s3("writer", { credentials });
  await expect(s3.send(new ListBucketsCommand({}))).resolves.toBeDefined();
  await expect(assume(first, roleArn("next"), { SourceIdentity: "other" })).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await expect(
    assume(undefined, roleArn("deployer"), { SourceIdentity: "wendy" }),
  ).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining(
      `sts:SetSourceIdentity on resource: ${roleArn("deployer")}`,
    ) as string,
  });
});

test("session policies limit, inline and managed ones alike, and any of them may allow", async () => {
  await makeRole(
    "wide",
    [{ Principal: { AWS: WRITER }, Action: "sts:AssumeRole" }],
    [{ Action: "s3:*", Resource: "*" }],
  );
  const audit = { arn: "arn:aws:iam::aws:policy/SecurityAudit" };
  const reading = { arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" };
  const head = async (more: Partial<AssumeRoleCommandInput>): Promise<unknown> => {
    const credentials = await assume(undefined, roleArn("wide"), more);
    return open.s3("writer", { credentials }).send(new HeadBucketCommand({ Bucket: "dev-a" }));
  };
  await expect(head({ PolicyArns: [audit] })).rejects.toMatchObject(forbidden);
  await expect(head({ PolicyArns: [audit, reading] })).resolves.toBeDefined();
  const Policy = documentOf({ Action: "s3:ListBucket", Resource: "*" });
  await expect(head({ PolicyArns: [audit], Policy })).resolves.toBeDefined();
  const answer = await open
    .sts("writer")
    .send(new AssumeRoleCommand({ RoleArn: roleArn("wide"), RoleSessionName: "test", Policy }));
  expect(answer).toMatchObject({ PackedPolicySize: expect.any(Number) as number });
  await expect(
    head({ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/NoSuchPolicy" }] }),
  ).rejects.toMatchObject({ name: "NoSuchEntity" });
});

test("a session lasts as long as its role allows, and an hour when it is chained", async () => {
  await makeRole("long", [{ Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" }]);
  const DurationSeconds = 7200;
  const iam = open.iam("a");
  const PolicyDocument = documentOf({ Action: "sts:AssumeRole", Resource: "*" });
  await iam.send(
    new PutUserPolicyCommand({ UserName: "writer", PolicyName: "sts", PolicyDocument }),
  );
  const PolicyName = "sts";
  await iam.send(new PutRolePolicyCommand({ RoleName: "long", PolicyName, PolicyDocument }));
  await expect(assume(undefined, roleArn("long"), { DurationSeconds })).rejects.toMatchObject({
    name: "ValidationError",
    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  });
  await iam.send(new UpdateRoleCommand({ RoleName: "long", MaxSessionDuration: DurationSeconds }));
  const credentials = await assume(undefined, roleArn("long"), { DurationSeconds });
  await expect(assume(credentials, roleArn("long"), { DurationSeconds })).rejects.toMatchObject({
    name: "ValidationError",
    message:
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  });
  await expect(
    assume(undefined, roleArn("long"), { DurationSeconds: 50_000 }),
  ).rejects.toMatchObject({
    message: expect.stringContaining("less than or equal to 43200") as string,
  });
});

test("keys of GetSessionToken are the user's, but not for IAM nor for more tokens", async () => {
  const sts = open.sts("root-like");
  const credentials = keysOf((await sts.send(new GetSessionTokenCommand({}))).Credentials);
  const session = open.sts("root-like", { credentials });
  const identity = await session.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/root-like`);
  const s3 = open.s3("root-like", { credentials });
  await expect(s3.send(new HeadBucketCommand({ Bucket: "dev-a" }))).resolves.toBeDefined();
  await expect(
    open.iam("root-like", { credentials }).send(new ListUsersCommand({})),
  ).rejects.toMatchObject({ name: "InvalidClientTokenId", ...forbidden });
  await expect(session.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: "AccessDenied",
    message: "Cannot call GetSessionToken with session credentials",
  });
  await expect(session.send(new GetFederationTokenCommand({ Name: "fred" }))).rejects.toMatchObject(
    { message: "Cannot call GetFederationToken with session credentials" },
  );
});

test("a federated user has what user and session policy both allow", async () => {
  const sts = open.sts("root-like");
  const federate = async (Policy?: string): Promise<Credentials> => {
    const answer = await sts.send(
      new GetFederationTokenCommand({ Name: "fred", ...(Policy !== undefined && { Policy }) }),
    );
    expect(answer.FederatedUser).toEqual({
      FederatedUserId: `${ACCOUNT}:fred`,
      Arn: `arn:aws:sts::${ACCOUNT}:federated-user/fred`,
    });
    return keysOf(answer.Credentials);
  };
  const head = (credentials: Credentials): Promise<unknown> =>
    open.s3("root-like", { credentials }).send(new HeadBucketCommand({ Bucket: "dev-a" }));
  await expect(head(await federate())).rejects.toMatchObject(forbidden);
  const credentials = await federate(documentOf({ Action: "s3:ListBucket", Resource: "*" }));
  await expect(head(credentials)).resolves.toBeDefined();
  await expect(
    open.sts("writer").send(new GetFederationTokenCommand({ Name: "fred" })),
  ).rejects.toMatchObject({
    name: "AccessDenied",
    message: `User: ${WRITER} is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::${ACCOUNT}:federated-user/fred because no identity-based policy allows the sts:GetFederationToken action`,
  });
});

// IAM User Guide, IAM identifiers, Unique identifiers: a new user under an old name is another.
test("a federated session does not outlive its user's name", async () => {
  const iam = open.iam("a");
  const session = documentOf({ Action: "s3:ListBucket", Resource: "*" });
  const rights = documentOf({ Action: ["s3:*", "sts:*"], Resource: "*" });
  const makeUser = async (): Promise<void> => {
    await iam.send(new CreateUserCommand({ UserName: "temp" }));
    await iam.send(
      new PutUserPolicyCommand({ UserName: "temp", PolicyName: "p", PolicyDocument: rights }),
    );
  };
  await makeUser();
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "temp" }));
  const AccessKeyId = AccessKey?.AccessKeyId ?? "";
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  const issued = await open
    .sts("a", { credentials })
    .send(new GetFederationTokenCommand({ Name: "fred", Policy: session }));
  const head = (): Promise<unknown> =>
    open
      .s3("a", { credentials: keysOf(issued.Credentials) })
      .send(new HeadBucketCommand({ Bucket: "dev-a" }));
  await expect(head()).resolves.toBeDefined();
  await iam.send(new DeleteAccessKeyCommand({ UserName: "temp", AccessKeyId }));
  await iam.send(new DeleteUserPolicyCommand({ UserName: "temp", PolicyName: "p" }));
  await iam.send(new DeleteUserCommand({ UserName: "temp" }));
  await expect(head()).rejects.toMatchObject(forbidden);
  await makeUser();
  await expect(head()).rejects.toMatchObject(forbidden);
});

test("an access key tells its account; what is no message is not decoded", async () => {
  const sts = open.sts("a");
  const AccessKeyId = open.credentialsOf("b").accessKeyId;
  const { Account } = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }));
  expect(Account).toBe("222222222222");
  await expect(
    open.sts("writer").send(new GetAccessKeyInfoCommand({ AccessKeyId })),
  ).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(
    sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: "abc" })),
  ).rejects.toMatchObject({ name: "InvalidAuthorizationMessageException" });
});
