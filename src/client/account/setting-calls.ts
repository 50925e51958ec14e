import type { PublicAccessBlockConfiguration, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import type { ReadAcl, SettingReader } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import type { SdkClients } from "./sdk-clients.ts";

type PublicAccess = Awaited<ReturnType<SettingReader["bucketPublicAccess"]>>;

/** What is read of a bucket's settings, and of its account's. */
export function settingCalls(
  profile: Profile,
  clients: SdkClients,
): Omit<SettingReader, "key" | "keyPolicy" | "keyGrants" | "accessPoint" | "accessPointPolicy"> {
  const call = callsTo("s3", profile);
  return {
    async bucketEncryption(bucket) {
      const { GetBucketEncryptionCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const answer = await orNone("ServerSideEncryptionConfigurationNotFoundError", () =>
        call("GetBucketEncryption", () =>
          client.send(new GetBucketEncryptionCommand({ Bucket: bucket })),
        ),
      );
      const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
      const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
      const isKms = SSEAlgorithm?.startsWith("aws:kms") === true;
      return {
        // Without a key's name it is the key that AWS manages (S3 API, ServerSideEncryptionByDefault).
        kmsKey: isKms ? (KMSMasterKeyID ?? "alias/aws/s3") : undefined,
        bucketKey: rule?.BucketKeyEnabled === true,
        blocksCustomerKeys: blocksCustomerKeys(rule),
      };
    },

    async bucketRegion(bucket) {
      const { GetBucketLocationCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const { LocationConstraint: region } = await call("GetBucketLocation", () =>
        client.send(new GetBucketLocationCommand({ Bucket: bucket })),
      );
      // S3 API Reference, GetBucketLocation: us-east-1 has none, and old buckets have `EU`.
      return region === "EU" ? "eu-west-1" : (region ?? "us-east-1");
    },

    async bucketPublicAccess(bucket) {
      const { GetPublicAccessBlockCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const answer = await orNone("NoSuchPublicAccessBlockConfiguration", () =>
        call("GetPublicAccessBlock", () =>
          client.send(new GetPublicAccessBlockCommand({ Bucket: bucket })),
        ),
      );
      return publicAccess(answer?.PublicAccessBlockConfiguration);
    },

    async accountPublicAccess(account) {
      const { GetPublicAccessBlockCommand } = await import("@aws-sdk/client-s3-control");
      const client = await clients.s3Control();
      const answer = await orNone("NoSuchPublicAccessBlockConfiguration", () =>
        call("GetPublicAccessBlock", () =>
          client.send(new GetPublicAccessBlockCommand({ AccountId: account })),
        ),
      );
      return publicAccess(answer?.PublicAccessBlockConfiguration);
    },

    async objectOwnership(bucket) {
      const { GetBucketOwnershipControlsCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const answer = await orNone("OwnershipControlsNotFoundError", () =>
        call("GetBucketOwnershipControls", () =>
          client.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket })),
        ),
      );
      // S3 User Guide, Controlling ownership of objects: without the setting, whoever writes owns.
      return answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "ObjectWriter";
    },

    async bucketAcl(bucket) {
      const { GetBucketAclCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const { Owner, Grants = [] } = await call("GetBucketAcl", () =>
        client.send(new GetBucketAclCommand({ Bucket: bucket })),
      );
      if (Owner?.ID === undefined) {
        throw new WireError("UnreadableAnswer", "the answer to GetBucketAcl lacks its owner");
      }
      const grants = Grants.flatMap(({ Grantee, Permission }): ReadAcl["grants"] => {
        const grantee = Grantee?.ID ?? Grantee?.URI;
        return grantee === undefined || Permission === undefined
          ? []
          : [{ grantee, permission: Permission }];
      });
      return { owner: Owner.ID, grants };
    },

    async requesterPays(bucket) {
      const { GetBucketRequestPaymentCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      const { Payer } = await call("GetBucketRequestPayment", () =>
        client.send(new GetBucketRequestPaymentCommand({ Bucket: bucket })),
      );
      return Payer === "Requester";
    },
  };
}

function blocksCustomerKeys(rule: ServerSideEncryptionRule | undefined): boolean {
  return rule?.BlockedEncryptionTypes?.EncryptionType?.includes("SSE-C") === true;
}

/** What AWS answers with an error of its own where nothing is set. */
async function orNone<T>(code: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
}

/** The four flags; what AWS leaves out is off. */
export function publicAccess(flags: PublicAccessBlockConfiguration = {}): PublicAccess {
  return {
    blockPublicAcls: flags.BlockPublicAcls === true,
    ignorePublicAcls: flags.IgnorePublicAcls === true,
    blockPublicPolicy: flags.BlockPublicPolicy === true,
    restrictPublicBuckets: flags.RestrictPublicBuckets === true,
  };
}
