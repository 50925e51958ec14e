import { type Facts, factsOfWorld } from "../../src/access/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";

/** Two accounts with a bucket each; in the first an administrator, a reader, a role and a user. */
export interface AccessWorldOptions {
  /** Policy of bucket `dev-b`, as JSON value or as text. */
  readonly bucketPolicy?: unknown;
  /** Inline policy of role `ci` and user `dave`. */
  readonly identity?: unknown;
  /** Of bucket `dev-b`; public policies may be written and are judged by what they say when absent. */
  readonly publicAccessBlock?: object;
}

export const SSO_ROLE =
  "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_AdministratorAccess_1234567890abcdef";

export function accessWorld({
  bucketPolicy,
  identity,
  publicAccessBlock = { restrictPublicBuckets: false, blockPublicPolicy: false },
}: AccessWorldOptions = {}): World {
  const inlinePolicies = identity === undefined ? {} : { theirs: identity };
  const parsed = parseWorld({
    organization: { id: "o-exampleorg1", managementAccount: "000000000000" },
    identityCenter: {
      region: "ap-northeast-1",
      permissionSets: {
        AdministratorAccess: { managedPolicies: ["AdministratorAccess"] },
        Reader: { managedPolicies: ["AmazonS3ReadOnlyAccess"] },
      },
    },
    accounts: {
      "000000000000": { name: "management" },
      "111111111111": {
        name: "dev-a",
        users: { dave: { profile: "dave", inlinePolicies } },
        roles: {
          AWSReservedSSO_AdministratorAccess_1234567890abcdef: {
            permissionSet: "AdministratorAccess",
            sessions: { alice: { profile: "alice" } },
          },
          AWSReservedSSO_Reader_abcdef1234567890: {
            permissionSet: "Reader",
            sessions: { reader: { profile: "reader" } },
          },
          ci: { path: "/deploy/", inlinePolicies, sessions: { build: { profile: "ci" } } },
        },
        buckets: { "dev-a": {} },
      },
      "222222222222": {
        name: "dev-b",
        buckets: {
          "dev-b": {
            publicAccessBlock,
            ...(bucketPolicy !== undefined && { policy: bucketPolicy }),
          },
        },
      },
    },
  });
  if (parsed.ok) return parsed.value;
  throw new Error(
    parsed.problems.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
  );
}

export function accessFacts(caller: string, options: AccessWorldOptions = {}): Facts {
  return factsOfWorld(accessWorld(options), caller, ["dev-a", "dev-b"]);
}
