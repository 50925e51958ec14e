import type { JsonObject } from "../json/json-input.ts";
import { seconds } from "../json/seconds.ts";
import type { KmsKey } from "./kms-tables.ts";

/** A key as `DescribeKey` shows it (KMS API Reference, KeyMetadata). */
export function keyMetadata(key: KmsKey): JsonObject {
  const { deletionMs, multiRegion } = key;
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: seconds(key.createdMs),
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: key.state,
    ...(deletionMs !== undefined && { DeletionDate: seconds(deletionMs) }),
    Origin: "AWS_KMS",
    KeyManager: key.manager,
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: multiRegion,
    ...(multiRegion && {
      MultiRegionConfiguration: {
        MultiRegionKeyType: "PRIMARY",
        PrimaryKey: { Arn: key.arn, Region: key.region },
        ReplicaKeys: [],
      },
    }),
  };
}
