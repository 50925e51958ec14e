import { sameInBoth } from "../../src/aws/index.ts";
import type { GrantEdit } from "../../src/access/index.ts";
import { type GrantFormat, grantFiles } from "../../src/app/grant-formats/grant-files.ts";
import { grant as english } from "../../src/cli/catalogue/english/grant.ts";

export const KEY = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
// Policy variables look like Terraform's templates, and a condition may hold a number or a boolean.
export const HOSTILE = {
  Sid: "Own's",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:Get*", "s3:PutObject"] as const,
  Resource: 'arn:aws:s3:::dst.b/${aws:username}/%{x}/$${*}/"日本\\',
  Condition: { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": 10 } },
};
export const GRANTED = { Sid: "SluiceObjects00000001", Effect: "Allow", Action: "s3:PutObject" };

export function policy(...statements: readonly object[]): string {
  return `${JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2)}\n`;
}

function edit(
  document: GrantEdit["document"],
  account: string,
  more: Partial<GrantEdit> = {},
): GrantEdit {
  const added = [{ sid: GRANTED.Sid, text: JSON.stringify(GRANTED), necessary: true, spare: [] }];
  const before = { known: true, value: undefined, from: "GetBucketPolicy" } as const;
  return {
    account,
    document,
    before,
    after: policy(HOSTILE, GRANTED),
    added,
    dropped: [],
    opens: [],
    ...more,
  };
}

export const bucket: GrantEdit = edit({ kind: "bucketPolicy", bucket: "dst.b" }, "222222222222", {
  region: "us-east-1",
  before: { known: true, value: policy(HOSTILE), from: "GetBucketPolicy" },
});
export const key: GrantEdit = edit({ kind: "keyPolicy", key: KEY }, "222222222222", {
  region: "us-east-1",
  before: { known: true, value: policy(HOSTILE), from: "GetKeyPolicy" },
});
export const role: GrantEdit = edit(
  { kind: "rolePolicy", name: "Sync", policyName: "SluiceSync" },
  "111111111111",
);
export const user: GrantEdit = edit(
  { kind: "userPolicy", name: "a@b", policyName: "SluiceSync" },
  "111111111111",
);
export const set: GrantEdit = edit(
  { kind: "permissionSet", name: "Reader", policyName: "AwsSSOInlinePolicy" },
  "333333333333",
);
export const endpoint: GrantEdit = edit(
  { kind: "vpcEndpointPolicy", endpoint: "vpce-0a1b2c3d", region: "us-east-1" },
  "111111111111",
  {
    region: "us-east-1",
    before: { known: true, value: policy(HOSTILE), from: "DescribeVpcEndpoints" },
  },
);
export const GRANT = {
  Name: "SluiceKey0000000100000002",
  GranteePrincipal: "arn:aws:iam::111111111111:role/Sync",
  Operations: ["Decrypt", "GenerateDataKey"] as const,
  Constraints: { EncryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::dst.b" } },
};
export const keyGrant: GrantEdit = edit(
  { kind: "keyGrant", key: KEY, name: GRANT.Name },
  "222222222222",
  {
    region: "us-east-1",
    after: `${JSON.stringify(GRANT, null, 2)}\n`,
  },
);
export const newRole: GrantEdit = edit(
  { kind: "trustPolicy", role: "arn:aws:iam::111111111111:role/jobs/Batch" },
  "111111111111",
);
export const trust: GrantEdit = {
  ...newRole,
  before: { known: true, value: policy(HOSTILE), from: "GetRole" },
};
export const unread: GrantEdit = edit({ kind: "bucketPolicy", bucket: "secret" }, "444444444444", {
  before: { known: false, why: sameInBoth("AccessDenied") },
});
const ALL = [bucket, key, role, user, set, unread];

export function written(
  format: GrantFormat,
  edits: readonly GrantEdit[] = ALL,
): readonly [string, string][] {
  const files = grantFiles(format, {
    edits,
    profiles: new Map([["222222222222", "b's"]]),
    notes: { document: english.document, ...english.notes },
  });
  return files.map(({ name, text }) => [name, text]);
}

export function textOf(format: GrantFormat, edits?: readonly GrantEdit[]): string {
  return written(format, edits)
    .map(([, text]) => text)
    .join("\n");
}

/** Without comments: what a tool acts on. */
export function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(?:#|\/\/).*\n/gm, "");
}
