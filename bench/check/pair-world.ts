import { parseWorld, type World } from "../../src/policy/index.ts";

const A = "111111111111";
const B = "222222222222";
const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

function allowing(...actions: readonly string[]): object {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  };
}

function shared(resource: string | readonly string[], action: string): object {
  const statement = { Effect: "Allow", Principal: { AWS: [A, B] }, Action: action };
  return { Version: "2012-10-17", Statement: [{ ...statement, Resource: resource }] };
}

/** The two buckets that a check is about. */
export const PAIR = { source: "s3://dev-a", destination: "s3://dev-b" } as const;

/** Two accounts of an organization with a bucket each, the second one's under a key of its own. */
export function pairWorld(): World {
  const parsed = parseWorld({
    organization: {
      id: "o-exampleorg1",
      managementAccount: "000000000000",
      root: "r-ab12",
      organizationalUnits: { "ou-ab12-workload1": { name: "workloads", accounts: [A] } },
      serviceControlPolicies: {
        "p-example001": {
          name: "no-root",
          targets: ["ou-ab12-workload1"],
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Deny", Action: "iam:CreateUser", Resource: "*" }],
          },
        },
      },
      resourceControlPolicies: {},
    },
    identityCenter: {
      region: "ap-northeast-1",
      permissionSets: {
        Admin: { managedPolicies: ["AdministratorAccess"], inlinePolicy: allowing("kms:*") },
        Sync: { managedPolicies: ["AmazonS3FullAccess"], inlinePolicy: allowing("kms:*") },
      },
    },
    accounts: {
      "000000000000": {
        name: "management",
        users: { olga: { profile: "management", managedPolicies: ["AdministratorAccess"] } },
      },
      [A]: {
        name: "dev-a",
        groups: {
          devs: {
            managedPolicies: ["AmazonS3FullAccess"],
            inlinePolicies: { iam: allowing("iam:Get*", "iam:List*") },
          },
          keys: { inlinePolicies: { kms: allowing("kms:*") } },
        },
        users: {
          gina: {
            profile: "user",
            groups: ["devs", "keys"],
            inlinePolicies: { own: allowing("s3:ListAllMyBuckets") },
          },
        },
        roles: {
          AWSReservedSSO_Admin_1234567890abcdef: {
            permissionSet: "Admin",
            sessions: { alice: { profile: "sso" } },
          },
          AWSReservedSSO_Sync_1234567890abcdef: {
            permissionSet: "Sync",
            sessions: { alice: { profile: "sso-closed" } },
          },
        },
        buckets: { "dev-a": {} },
      },
      [B]: {
        name: "dev-b",
        users: { bob: { profile: "dev-b", managedPolicies: ["AdministratorAccess"] } },
        keys: { [KEY]: { region: "us-east-1", policy: shared("*", "kms:*") } },
        buckets: {
          "dev-b": {
            encryption: { kmsKey: `arn:aws:kms:us-east-1:${B}:key/${KEY}` },
            policy: shared(["arn:aws:s3:::dev-b", "arn:aws:s3:::dev-b/*"], "s3:*"),
          },
        },
      },
    },
  });
  if (parsed.ok) return parsed.value;
  throw new Error(`the benchmark's world is none: ${JSON.stringify(parsed.problems)}`);
}
