import type { AccountReader, AccountWriter } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { accessPointCalls } from "./access-point-calls.ts";
import { atMost } from "./at-most.ts";
import { callsTo } from "./call-aws.ts";
import { endpointCalls } from "./endpoint-calls.ts";
import { keyCalls } from "./key-calls.ts";
import { organizationCalls } from "./organization-calls.ts";
import { permissionSetCalls } from "./permission-set-calls.ts";
import { documentText, managedPolicy, rolePolicies, userPolicies } from "./principal-policies.ts";
import { sdkClients } from "./sdk-clients.ts";
import { settingCalls } from "./setting-calls.ts";

// IAM throttles early: a principal's policies are asked for at once, but not all of a principal with many.
const MOST_IAM_CALLS = 8;

/** Reads and writes an account's policies through the AWS SDK, which is loaded at the first call. */
export function createAccountClient(profile: Profile): AccountReader & AccountWriter {
  const clients = sdkClients(profile);
  const callIam = atMost(MOST_IAM_CALLS, callsTo("iam", profile));
  const callS3 = callsTo("s3", profile);
  const callSts = callsTo("sts", profile);
  return {
    label: profile.label,
    opensOwnSession: profile.opensSession === true,
    ...(profile.region && { region: profile.region }),
    ...keyCalls(profile, clients),
    ...accessPointCalls(profile, clients),
    ...endpointCalls(profile),
    ...settingCalls(profile, clients),
    ...organizationCalls(profile, clients),
    ...permissionSetCalls(profile, clients),

    async callerIdentity() {
      const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
      const client = await clients.sts();
      const answer = await callSts("GetCallerIdentity", () =>
        client.send(new GetCallerIdentityCommand({})),
      );
      const { Account: account, Arn: arn, UserId: userId } = answer;
      if (account === undefined || arn === undefined || userId === undefined) {
        throw lacking("account, ARN or user id", "GetCallerIdentity");
      }
      return { account, arn, userId };
    },

    async role(roleName) {
      const { GetRoleCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const { Role } = await callIam("GetRole", () =>
        client.send(new GetRoleCommand({ RoleName: roleName })),
      );
      if (Role?.Arn === undefined || Role.RoleId === undefined) {
        throw lacking("ARN or id", "GetRole");
      }
      const boundaryArn = Role.PermissionsBoundary?.PermissionsBoundaryArn;
      const trust = Role.AssumeRolePolicyDocument;
      return {
        arn: Role.Arn,
        roleId: Role.RoleId,
        ...(trust !== undefined && { trustPolicy: documentText(trust) }),
        ...(boundaryArn !== undefined && { boundaryArn }),
      };
    },

    async user(userName) {
      const { GetUserCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const { User } = await callIam("GetUser", () =>
        client.send(new GetUserCommand({ UserName: userName })),
      );
      const boundaryArn = User?.PermissionsBoundary?.PermissionsBoundaryArn;
      return boundaryArn === undefined ? {} : { boundaryArn };
    },

    async managedPolicy(arn) {
      const name = arn.slice(arn.lastIndexOf("/") + 1);
      const iam = { client: await clients.iam(), call: callIam };
      return managedPolicy(iam, { PolicyName: name, PolicyArn: arn });
    },

    async rolePolicies(roleName) {
      return rolePolicies({ client: await clients.iam(), call: callIam }, roleName);
    },

    async userPolicies(userName) {
      return userPolicies({ client: await clients.iam(), call: callIam }, userName);
    },

    async bucketPolicy(bucket) {
      const { GetBucketPolicyCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      try {
        const { Policy } = await callS3("GetBucketPolicy", () =>
          client.send(new GetBucketPolicyCommand({ Bucket: bucket })),
        );
        return Policy;
      } catch (error) {
        if (error instanceof AwsError && error.code === "NoSuchBucketPolicy") return undefined;
        throw error;
      }
    },

    async putBucketPolicy(bucket, text, expectedOwner) {
      const { PutBucketPolicyCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const input = { Bucket: bucket, Policy: text, ExpectedBucketOwner: expectedOwner };
      await callS3("PutBucketPolicy", () => client.send(new PutBucketPolicyCommand(input)));
    },

    async deleteBucketPolicy(bucket, expectedOwner) {
      const { DeleteBucketPolicyCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const input = { Bucket: bucket, ExpectedBucketOwner: expectedOwner };
      await callS3("DeleteBucketPolicy", () => client.send(new DeleteBucketPolicyCommand(input)));
    },

    async putRolePolicy(roleName, policyName, text) {
      const { PutRolePolicyCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const input = { RoleName: roleName, PolicyName: policyName, PolicyDocument: text };
      await callIam("PutRolePolicy", () => client.send(new PutRolePolicyCommand(input)));
    },

    async putUserPolicy(userName, policyName, text) {
      const { PutUserPolicyCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const input = { UserName: userName, PolicyName: policyName, PolicyDocument: text };
      await callIam("PutUserPolicy", () => client.send(new PutUserPolicyCommand(input)));
    },

    async deleteRolePolicy(roleName, policyName) {
      const { DeleteRolePolicyCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const input = { RoleName: roleName, PolicyName: policyName };
      await callIam("DeleteRolePolicy", () => client.send(new DeleteRolePolicyCommand(input)));
    },

    async createRole({ name, path }, text) {
      const { CreateRoleCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const input = { RoleName: name, Path: path, AssumeRolePolicyDocument: text };
      await callIam("CreateRole", () => client.send(new CreateRoleCommand(input)));
    },

    async putTrustPolicy(roleName, text) {
      const { UpdateAssumeRolePolicyCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const command = new UpdateAssumeRolePolicyCommand({
        RoleName: roleName,
        PolicyDocument: text,
      });
      await callIam("UpdateAssumeRolePolicy", () => client.send(command));
    },

    async deleteRole(roleName) {
      const { DeleteRoleCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const command = new DeleteRoleCommand({ RoleName: roleName });
      await callIam("DeleteRole", () => client.send(command));
    },

    async deleteUserPolicy(userName, policyName) {
      const { DeleteUserPolicyCommand } = await import("@aws-sdk/client-iam");
      const client = await clients.iam();
      const input = { UserName: userName, PolicyName: policyName };
      await callIam("DeleteUserPolicy", () => client.send(new DeleteUserPolicyCommand(input)));
    },
  };
}

function lacking(what: string, operation: string): WireError {
  return new WireError("UnreadableAnswer", `the answer to ${operation} lacks its ${what}`);
}
