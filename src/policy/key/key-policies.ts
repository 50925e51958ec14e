/** The policy of a key that is made without one (AWS KMS Developer Guide, Default key policy). */
export function defaultKeyPolicy(account: string): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    },
    null,
    2,
  );
}

/** The policy that AWS gives the key it manages for S3, and nobody can change; as GetKeyPolicy shows it. */
export function s3ManagedKeyPolicy(account: string, region: string): string {
  const viaS3 = {
    Sid: "Allow access through S3 for all principals in the account that are authorized to use S3",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:DescribeKey",
    ],
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:CallerAccount": account,
        "kms:ViaService": `s3.${region}.amazonaws.com`,
      },
    },
  };
  const metadata = {
    Sid: "Allow direct access to key metadata to the account",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ["kms:Describe*", "kms:Get*", "kms:List*"],
    Resource: "*",
  };
  return JSON.stringify(
    { Version: "2012-10-17", Id: "auto-s3-2", Statement: [viaS3, metadata] },
    null,
    2,
  );
}
