import type { AccountReader, AccountWriter, ReadAccessPoint } from "../../access/index.ts";
import {
  AwsError,
  formatAccessPointArn,
  parseAccessPointArn,
  partitionOf,
} from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import type { SdkClients } from "./sdk-clients.ts";
import { publicAccess } from "./setting-calls.ts";

/** What is read and written of access points, each in the account and region of its ARN. */
export function accessPointCalls(
  profile: Profile,
  clients: SdkClients,
): Pick<AccountReader, "accessPoint" | "accessPointPolicy"> &
  Pick<AccountWriter, "putAccessPointPolicy" | "deleteAccessPointPolicy"> {
  const call = callsTo("s3", profile);
  return {
    async accessPoint(point) {
      const { GetAccessPointCommand } = await import("@aws-sdk/client-s3-control");
      const { account, name, region } =
        parseAccessPointArn(point) ?? (await placeOfAlias(point, profile, clients));
      const client = await clients.s3Control(region);
      const input = { AccountId: account, Name: name };
      const answer = await call("GetAccessPoint", () =>
        client.send(new GetAccessPointCommand(input)),
      );
      if (answer.Bucket === undefined || answer.Name === undefined) {
        throw new WireError("UnreadableAnswer", "the answer to GetAccessPoint lacks its bucket");
      }
      const vpc = answer.VpcConfiguration?.VpcId;
      return {
        arn: formatAccessPointArn({
          partition: partitionOf(region),
          region,
          account,
          name: answer.Name,
        }),
        bucket: answer.Bucket,
        ...(answer.BucketAccountId !== undefined && { bucketAccount: answer.BucketAccountId }),
        ...(vpc !== undefined && { vpc }),
        publicAccessBlock: publicAccess(answer.PublicAccessBlockConfiguration),
      } satisfies ReadAccessPoint;
    },

    async accessPointPolicy(arn) {
      const { GetAccessPointPolicyCommand } = await import("@aws-sdk/client-s3-control");
      const { client, input } = await at(arn, clients);
      try {
        const { Policy } = await call("GetAccessPointPolicy", () =>
          client.send(new GetAccessPointPolicyCommand(input)),
        );
        return Policy;
      } catch (error) {
        if (error instanceof AwsError && error.code === "NoSuchAccessPointPolicy") return undefined;
        throw error;
      }
    },

    async putAccessPointPolicy(arn, text) {
      const { PutAccessPointPolicyCommand } = await import("@aws-sdk/client-s3-control");
      const { client, input } = await at(arn, clients);
      await call("PutAccessPointPolicy", () =>
        client.send(new PutAccessPointPolicyCommand({ ...input, Policy: text })),
      );
    },

    async deleteAccessPointPolicy(arn) {
      const { DeleteAccessPointPolicyCommand } = await import("@aws-sdk/client-s3-control");
      const { client, input } = await at(arn, clients);
      await call("DeleteAccessPointPolicy", () =>
        client.send(new DeleteAccessPointPolicyCommand(input)),
      );
    },
  };
}

async function at(arn: string, clients: SdkClients) {
  const point = parseAccessPointArn(arn);
  if (point === undefined) throw new TypeError(`\`${arn}\` is no access point's ARN`);
  const { account, name, region } = point;
  return {
    client: await clients.s3Control(region),
    input: { AccountId: account, Name: name },
  };
}

/** As the AWS CLI asks by alias: of the caller's account and region (`awscli/customizations/s3/utils.py`, `S3PathResolver`). */
async function placeOfAlias(alias: string, profile: Profile, clients: SdkClients) {
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const sts = await clients.sts();
  const { Account: account = "" } = await callsTo("sts", profile)("GetCallerIdentity", () =>
    sts.send(new GetCallerIdentityCommand({})),
  );
  return { account, name: alias, region: profile.region ?? "us-east-1" };
}
