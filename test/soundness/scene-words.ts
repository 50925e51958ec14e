/** Names that the worlds are made of. */
export const A = "111111111111";
export const B = "222222222222";
export const MANAGEMENT = "000000000000";
export const SOURCE = "src-bucket";
export const DESTINATION = "dst-bucket";
export const ORGANIZATION = "o-exampleorg1";
export const UNIT = "ou-ab12-workload1";
export const ENDPOINT = "vpce-0123456789abcdef0";
export const VPC = "vpc-0123456789abcdef0";
export const REGION = "eu-west-1";
export const FAR_REGION = "us-east-1";
export const KEY_A = "11111111-2222-4333-8444-555555555555";
export const KEY_B = "22222222-2222-4333-8444-555555555555";

export const keyArnOf = (account: string): string =>
  `arn:aws:kms:${REGION}:${account}:key/${account === A ? KEY_A : KEY_B}`;

/** What a sync may ask for, and how policies speak of it. */
export const ACTIONS: readonly string[] = [
  "s3:*",
  "s3:GetObject",
  "s3:PutObject",
  "s3:ListBucket",
  "s3:DeleteObject",
  "s3:Get*",
  "s3:Put*",
  "s3:List*",
  "s3:*Object",
  "s3:*Tagging",
  "s3:GetObjectTagging",
  "s3:PutObjectTagging",
  "s3:PutObjectAcl",
  "s3:AbortMultipartUpload",
  "s3:?etObject",
];
export const KEY_ACTIONS: readonly string[] = [
  "kms:*",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKey*",
];

const BUCKETS = [SOURCE, DESTINATION];
export const resourcesOf = (bucket: string): readonly (string | readonly string[])[] => [
  [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  `arn:aws:s3:::${bucket}/*`,
  `arn:aws:s3:::${bucket}`,
  `arn:aws:s3:::${bucket}/in/*`,
  `arn:aws:s3:::${bucket}/out/*`,
  `arn:aws:s3:::${bucket}/*.txt`,
  `arn:aws:s3:::${bucket}/*sub/*`,
  `arn:aws:s3:::${bucket}/?n/a.txt`,
  `arn:aws:s3:::${bucket}/$\{aws:PrincipalTag/team}/*`,
];
export const doorResourcesOf = (arn: string): readonly (string | readonly string[])[] => [
  [arn, `${arn}/object/*`],
  `${arn}/object/*`,
  arn,
  `${arn}/object/in/*`,
  `${arn}/object/*.txt`,
];
export const RESOURCES: readonly (string | readonly string[])[] = [
  "*",
  ...BUCKETS.flatMap(resourcesOf),
];

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Conditions on what every request has; some hold, some do not. */
export const CONDITIONS: readonly Condition[] = [
  { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
  { StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
  { StringNotEqualsIfExists: { "aws:ResourceOrgID": ORGANIZATION } },
  { StringEquals: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } },
  { StringEquals: { "aws:PrincipalAccount": A } },
  { StringNotEquals: { "aws:PrincipalAccount": [A, B] } },
  { StringEquals: { "aws:ResourceAccount": B } },
  { StringNotEquals: { "aws:ResourceAccount": A } },
  { StringEquals: { "s3:ResourceAccount": A } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${A}:role/*` } },
  { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${A}:*/caller` } },
  { StringLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*` } },
  { ArnEquals: { "aws:PrincipalArn": `arn:aws:sts::${A}:assumed-role/caller/ci` } },
  { Bool: { "aws:SecureTransport": "false" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:ViaAWSService": "false" } },
  { Bool: { "aws:PrincipalIsAWSService": "false" } },
  { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  { StringEquals: { "aws:SourceVpce": ENDPOINT } },
  { StringNotEquals: { "aws:SourceVpce": ENDPOINT } },
  { StringNotEqualsIfExists: { "aws:SourceVpc": VPC } },
  { Null: { "aws:SourceVpce": "true" } },
  { StringEquals: { "aws:PrincipalTag/team": "blue" } },
  { StringNotEquals: { "aws:PrincipalTag/team": "blue" } },
  { StringEquals: { "aws:PrincipalType": "AssumedRole" } },
  { StringEquals: { "aws:PrincipalType": "User" } },
  { StringLike: { "aws:userid": "*:ci" } },
  { StringLike: { "aws:username": "cal*" } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${ORGANIZATION}/*/${UNIT}/*` } },
  { StringEquals: { "s3:authType": "REST-HEADER" } },
  { StringEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } },
  { StringEquals: { "aws:RequestedRegion": REGION } },
  { StringNotEquals: { "aws:RequestedRegion": [REGION] } },
  { StringEquals: { "aws:CalledVia": "s3.amazonaws.com" } },
  { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } },
  { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } },
];

/** Conditions on what a request to S3 says. */
export const S3_CONDITIONS: readonly Condition[] = [
  { StringEquals: { "s3:prefix": ["in/", "out/", ""] } },
  { StringLike: { "s3:prefix": "in/*" } },
  { StringNotLike: { "s3:prefix": "out/*" } },
  { Null: { "s3:prefix": "true" } },
  { NumericLessThanEquals: { "s3:max-keys": "100" } },
  { NumericLessThanEquals: { "s3:max-keys": "1000" } },
  { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
  { StringNotEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
  { StringNotEqualsIfExists: { "s3:x-amz-acl": "bucket-owner-full-control" } },
  { StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
  { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
  { Null: { "s3:x-amz-server-side-encryption": "true" } },
  { StringNotEqualsIfExists: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArnOf(B) } },
  { StringEquals: { "s3:x-amz-storage-class": "STANDARD_IA" } },
  { StringNotEqualsIfExists: { "s3:x-amz-storage-class": "STANDARD" } },
  { StringEquals: { "s3:x-amz-metadata-directive": "REPLACE" } },
  { StringLike: { "s3:x-amz-copy-source": `/${SOURCE}/*` } },
  { Null: { "s3:if-none-match": "false" } },
  { Bool: { "s3:ObjectCreationOperation": "false" } },
  { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
  { StringNotEquals: { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" } },
  { StringLike: { "s3:prefix": "${aws:PrincipalTag/team}/*" } },
  { StringEquals: { "s3:ExistingObjectTag/team": "blue" } },
  { StringEquals: { "s3:RequestObjectTag/team": "blue" } },
];

/** Conditions on what S3 asks of KMS. */
export const KEY_CONDITIONS: readonly Condition[] = [
  { StringEquals: { "kms:ViaService": `s3.${REGION}.amazonaws.com` } },
  { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
  { StringEquals: { "kms:CallerAccount": A } },
  { StringEquals: { "kms:CallerAccount": B } },
  { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::*" } },
  { StringEquals: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${DESTINATION}` } },
];
