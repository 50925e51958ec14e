import type { AccountReader, OrganizationReader, SettingReader } from "../../src/access/index.ts";

const blocked = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/**
 * What a bucket is set to that somebody made lately and left alone; there are no KMS keys, and its account is in
 * no organization.
 */
export const settingsByDefault: SettingReader &
  OrganizationReader &
  Pick<AccountReader, "permissionSet" | "vpcEndpoint"> = {
  bucketEncryption: () =>
    Promise.resolve({ kmsKey: undefined, bucketKey: false, blocksCustomerKeys: true }),
  bucketRegion: () => Promise.resolve("us-east-1"),
  bucketPublicAccess: () => Promise.resolve(blocked),
  accountPublicAccess: () => Promise.resolve(blocked),
  objectOwnership: () => Promise.resolve("BucketOwnerEnforced"),
  bucketAcl: () => Promise.resolve({ owner: "0".repeat(64), grants: [] }),
  requesterPays: () => Promise.resolve(false),
  accessPoint: () => Promise.reject(new Error("there are no access points")),
  accessPointPolicy: () => Promise.resolve(undefined),
  key: () => Promise.resolve(undefined),
  keyPolicy: () => Promise.resolve("{}"),
  keyGrants: () => Promise.resolve([]),
  organization: () => Promise.resolve(undefined),
  placementOf: () => Promise.resolve(undefined),
  controlPolicies: () => Promise.resolve([]),
  controlPolicyText: () => Promise.reject(new Error("there are no control policies")),
  vpcEndpoint: () => Promise.reject(new Error("there are no VPC endpoints")),
  permissionSet: () => Promise.resolve(undefined),
};
