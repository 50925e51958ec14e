import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetGroupCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import {
  GetBucketPolicyCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
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

const policyOf = (Action: string | readonly string[], Resource = "*"): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });

/** Makes a user with keys. */
async function newUser(UserName: string): Promise<Credentials> {
  const iam = open.iam("a");
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
}

const trustOf = (AWS: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
  });

test("a new user signs in with its own key, and has what its groups have", async () => {
  const iam = open.iam("a");
  const credentials = await newUser("dana");
  const s3 = open.s3("a", { credentials });
  const head = (): Promise<unknown> => s3.send(new HeadBucketCommand({ Bucket: "dev-a" }));
  const forbidden = { $metadata: { httpStatusCode: 403 } };
  const { Arn } = await open.sts("a", { credentials }).send(new GetCallerIdentityCommand());
  expect(Arn).toBe("arn:aws:iam::111111111111:user/dana");
  await expect(head()).rejects.toMatchObject(forbidden);

  await iam.send(new CreateGroupCommand({ GroupName: "readers", Path: "/teams/" }));
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  await iam.send(new AttachGroupPolicyCommand({ GroupName: "readers", PolicyArn }));
  await iam.send(new AddUserToGroupCommand({ GroupName: "readers", UserName: "dana" }));
  await expect(head()).resolves.toBeDefined();
  const { Group, Users } = await iam.send(new GetGroupCommand({ GroupName: "readers" }));
  expect(Group?.Arn).toBe("arn:aws:iam::111111111111:group/teams/readers");
  expect(Users?.map(({ UserName }) => UserName)).toEqual(["dana"]);

  await iam.send(
    new PutUserPermissionsBoundaryCommand({
      UserName: "dana",
      PermissionsBoundary: "arn:aws:iam::aws:policy/SecurityAudit",
    }),
  );
  await expect(head()).rejects.toMatchObject(forbidden);
  await expect(iam.send(new DeleteGroupCommand({ GroupName: "readers" }))).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must remove users from group first.",
  });
  await iam.send(new RemoveUserFromGroupCommand({ GroupName: "readers", UserName: "dana" }));
  const used = await iam.send(
    new GetAccessKeyLastUsedCommand({ AccessKeyId: credentials.accessKeyId }),
  );
  expect(used).toMatchObject({ UserName: "dana", AccessKeyLastUsed: { ServiceName: "s3" } });
});

test("a key that is made inactive, or deleted, no longer signs in", async () => {
  const iam = open.iam("a");
  const credentials = await newUser("dana");
  const AccessKeyId = credentials.accessKeyId;
  const ask = (): Promise<unknown> =>
    open.sts("a", { credentials }).send(new GetCallerIdentityCommand());
  const invalid = { name: "InvalidClientTokenId" };
  const update = (Status: "Active" | "Inactive"): Promise<unknown> =>
    iam.send(new UpdateAccessKeyCommand({ UserName: "dana", AccessKeyId, Status }));
  await update("Inactive");
  await expect(ask()).rejects.toMatchObject(invalid);
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: "dana" }));
  expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId, Status: "Inactive" }]);
  await update("Active");
  await expect(ask()).resolves.toBeDefined();
  await iam.send(new CreateAccessKeyCommand({ UserName: "dana" }));
  await expect(iam.send(new CreateAccessKeyCommand({ UserName: "dana" }))).rejects.toMatchObject({
    name: "LimitExceededException",
    message: "Cannot exceed quota for AccessKeysPerUser: 2",
  });
  await expect(iam.send(new DeleteUserCommand({ UserName: "dana" }))).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must delete access keys first.",
  });
  await iam.send(new DeleteAccessKeyCommand({ UserName: "dana", AccessKeyId }));
  await expect(ask()).rejects.toMatchObject(invalid);
});

test("a renamed user keeps id and keys", async () => {
  const iam = open.iam("a");
  const credentials = await newUser("dana");
  const before = await iam.send(new GetUserCommand({ UserName: "dana" }));
  await iam.send(
    new UpdateUserCommand({ UserName: "dana", NewUserName: "dora", NewPath: "/people/" }),
  );
  const identity = await open.sts("a", { credentials }).send(new GetCallerIdentityCommand());
  expect(identity).toMatchObject({
    Arn: "arn:aws:iam::111111111111:user/people/dora",
    UserId: before.User?.UserId,
  });
  await expect(iam.send(new GetUserCommand({ UserName: "dana" }))).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: "The user with name dana cannot be found.",
  });
});

test("a role made again under its name is another one to every policy that named it", async () => {
  const iam = open.iam("a");
  const RoleName = "courier";
  const make = async (): Promise<string> => {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trustOf("arn:aws:iam::111111111111:user/writer"),
      }),
    );
    return Role?.RoleId ?? "";
  };
  const first = await make();
  const bucketPolicy = (AWS: string): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS },
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::dev-b",
        },
      ],
    });
  const b = open.s3("b");
  const arn = `arn:aws:iam::111111111111:role/${RoleName}`;
  await b.send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy: bucketPolicy(arn) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: "s3", PolicyDocument: policyOf("s3:*") }),
  );
  const session = await open.assume("writer", arn);
  const asCourier = open.s3("a", { credentials: session });
  const head = (s3 = asCourier): Promise<unknown> =>
    s3.send(new HeadBucketCommand({ Bucket: "dev-b" }));
  await expect(head()).resolves.toBeDefined();
  await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
    message: "Cannot delete entity, must delete policies first.",
  });

  const trusting = new CreateRoleCommand({
    RoleName: "friend",
    AssumeRolePolicyDocument: trustOf(arn),
  });
  await iam.send(trusting);
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "s3" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  const second = await make();
  expect(second).not.toBe(first);
  expect(second).toMatch(/^AROA[A-Z2-7]{17}$/);
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: "s3", PolicyDocument: policyOf("s3:*") }),
  );
  const shown = await b.send(new GetBucketPolicyCommand({ Bucket: "dev-b" }));
  expect(shown.Policy).toBe(bucketPolicy(first));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "friend" }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(trustOf(first));
  const again = open.s3("a", { credentials: await open.assume("writer", arn) });
  await expect(head(again)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await expect(
    b.send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy: shown.Policy })),
  ).rejects.toMatchObject({ name: "MalformedPolicy", message: "Invalid principal in policy" });
  await b.send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy: bucketPolicy(arn) }));
  await expect(head(again)).resolves.toBeDefined();
});

test("managed policies have versions, and what is attached is their default one", async () => {
  const iam = open.iam("a");
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: "listing",
      Path: "/team/",
      PolicyDocument: policyOf("s3:ListBucket"),
    }),
  );
  const PolicyArn = Policy?.Arn ?? "";
  expect(PolicyArn).toBe("arn:aws:iam::111111111111:policy/team/listing");
  await expect(
    iam.send(new CreatePolicyCommand({ PolicyName: "listing", PolicyDocument: policyOf("s3:*") })),
  ).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    message: "A policy called listing already exists. Duplicate names are not allowed.",
  });
  await iam.send(new AttachRolePolicyCommand({ RoleName: "deployer", PolicyArn }));
  const version = await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn,
      PolicyDocument: policyOf("s3:PutObject"),
      SetAsDefault: true,
    }),
  );
  expect(version.PolicyVersion).toMatchObject({ VersionId: "v2", IsDefaultVersion: true });
  const deployer = open.s3("a", {
    credentials: await open.assume("writer", "arn:aws:iam::111111111111:role/deployer"),
  });
  await expect(deployer.send(new HeadBucketCommand({ Bucket: "dev-a" }))).resolves.toBeDefined();
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual(
    [
      ["v2", false],
      ["v1", true],
    ],
  );
  const deleteVersion = (VersionId: string): Promise<unknown> =>
    iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  await expect(deleteVersion("v1")).rejects.toMatchObject({
    message: "Cannot delete the default version of a policy.",
  });
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete a policy attached to entities.",
  });
  const entities = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
  expect(entities.PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual(["deployer"]);
  await deleteVersion("v2");
  for (let i = 3; i <= 6; i++) {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policyOf("s3:*") }));
  }
  await expect(
    iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policyOf("s3:*") })),
  ).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(
    iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" })),
  ).rejects.toMatchObject({ name: "NoSuchEntityException" });
  await iam.send(new DetachRolePolicyCommand({ RoleName: "deployer", PolicyArn }));
  for (const version of ["v3", "v4", "v5", "v6"]) await deleteVersion(version);
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
  const local = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  expect(local.Policies).toEqual([]);
  const aws = await iam.send(new ListPoliciesCommand({ Scope: "AWS", OnlyAttached: true }));
  expect(aws.Policies?.map(({ PolicyName }) => PolicyName)).toContain("AdministratorAccess");
});

test("lists come in pages and by path", async () => {
  const iam = open.iam("a");
  for (let i = 0; i < 5; i++) {
    await iam.send(new CreateUserCommand({ UserName: `u${i}`, Path: i < 3 ? "/x/" : "/y/" }));
  }
  const first = await iam.send(new ListUsersCommand({ PathPrefix: "/x", MaxItems: 2 }));
  expect(first.Users?.map(({ UserName }) => UserName)).toEqual(["u0", "u1"]);
  expect(first.IsTruncated).toBe(true);
  const { Users, IsTruncated } = await iam.send(
    new ListUsersCommand({ PathPrefix: "/x", MaxItems: 2, Marker: first.Marker }),
  );
  expect(Users?.map(({ UserName }) => UserName)).toEqual(["u2"]);
  expect(IsTruncated).toBe(false);
});

test("tags of IAM's own can be put, listed, taken, and asked for by policies", async () => {
  const iam = open.iam("a");
  await iam.send(
    new CreateUserCommand({ UserName: "dana", Tags: [{ Key: "Team", Value: "red" }] }),
  );
  const put = (Key: string, Value: string): Promise<unknown> =>
    iam.send(new TagUserCommand({ UserName: "dana", Tags: [{ Key, Value }] }));
  await put("team", "blue");
  await put("Cost", "1");
  const { Tags } = await iam.send(new ListUserTagsCommand({ UserName: "dana" }));
  expect(Tags).toEqual([
    { Key: "team", Value: "blue" },
    { Key: "Cost", Value: "1" },
  ]);
  await expect(put("aws:x", "1")).rejects.toMatchObject({ name: "InvalidInputException" });
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "iam:UntagUser",
        Resource: "*",
        Condition: {
          StringEquals: { "aws:ResourceTag/Team": "blue" },
          "ForAllValues:StringEquals": { "aws:TagKeys": ["Cost"] },
        },
      },
    ],
  });
  await iam.send(
    new PutUserPolicyCommand({ UserName: "writer", PolicyName: "tags", PolicyDocument }),
  );
  const untag = (TagKeys: string[]): Promise<unknown> =>
    open.iam("writer").send(new UntagUserCommand({ UserName: "dana", TagKeys }));
  await expect(untag(["Team"])).rejects.toMatchObject({
    name: "AccessDenied",
    message:
      "User: arn:aws:iam::111111111111:user/writer is not authorized to perform: iam:UntagUser on resource: arn:aws:iam::111111111111:user/dana because no identity-based policy allows the iam:UntagUser action",
  });
  await untag(["Cost"]);
});

test("the whole account can be read at once", async () => {
  const iam = open.iam("a");
  const details = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
  expect(details.UserDetailList?.map(({ UserName }) => UserName)).toEqual(["root-like", "writer"]);
  expect(details.UserDetailList?.[1]?.UserPolicyList?.[0]?.PolicyName).toBe("write");
  expect(details.RoleDetailList?.map(({ RoleName }) => RoleName)).toContain("deployer");
  expect(details.Policies?.map(({ PolicyName }) => PolicyName)).toContain("AdministratorAccess");
  const users = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["User"] }));
  expect(users.RoleDetailList).toEqual([]);
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  expect(SummaryMap).toMatchObject({ Users: 2, Roles: 2, GroupsPerUserQuota: 10 });
});
