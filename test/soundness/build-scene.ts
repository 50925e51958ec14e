import type { SyncOptions } from "../../src/app/index.ts";
import { type Choices, isHit, pick } from "../support/choices.ts";
import {
  buildBucketPolicy,
  buildEndpointPolicy,
  buildIdentityPolicy,
  buildKeyPolicy,
  buildLimit,
  buildResourceControl,
  type Json,
  type Named,
} from "./build-policies.ts";
import { CALLER, type Scene, type SceneFlags } from "./scene.ts";
import {
  A,
  B,
  DESTINATION,
  ENDPOINT,
  KEY_A,
  KEY_B,
  keyArnOf,
  MANAGEMENT,
  ORGANIZATION,
  REGION,
  SOURCE,
  UNIT,
  VPC,
} from "./scene-words.ts";

/** Some of the fields, each in one world of so many. */
function perhaps(
  choices: Choices,
  fields: Readonly<Record<string, readonly [outOf: number, build: () => unknown]>>,
): Json {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, [outOf, build]]) =>
      isHit(choices, 1, outOf) ? [[name, build()] as const] : [],
    ),
  );
}

interface Player extends Named {
  readonly users?: Json;
  readonly roles?: Json;
  readonly groups?: Json;
  /** A permission set's. */
  readonly inlinePolicy?: Json;
}

/** Who runs: a role's session, a user alone or by its group, somebody of Identity Center. */
function buildPlayer(choices: Choices): Player {
  const kind = choices.below(5);
  const tags = perhaps(choices, { tags: [4, () => ({ team: pick(choices, ["blue", "red"]) })] });
  const boundary = perhaps(choices, { boundary: [4, () => "limit"] });
  const policies = isHit(choices, 9, 10) ? { own: buildIdentityPolicy(choices) } : {};
  const inline = { inlinePolicies: policies };
  const signIn = { profile: CALLER, ...perhaps(choices, { endpoint: [6, () => ENDPOINT] }) };
  const session = { ...signIn, ...perhaps(choices, { policy: [5, () => buildLimit(choices)] }) };
  const path = kind === 1 ? "/teams/data/" : "/";
  const role = "AWSReservedSSO_Sync_1234567890abcdef";
  switch (kind) {
    case 0:
    case 1:
      return {
        principalArn: `arn:aws:iam::${A}:role${path}caller`,
        sessionArn: `arn:aws:sts::${A}:assumed-role/caller/ci`,
        roles: { caller: { path, ...inline, ...tags, ...boundary, sessions: { ci: session } } },
      };
    case 2:
      return {
        principalArn: `arn:aws:iam::${A}:user/caller`,
        users: { caller: { ...inline, ...tags, ...boundary, ...signIn } },
      };
    case 3:
      return {
        principalArn: `arn:aws:iam::${A}:user/caller`,
        groups: { team: inline },
        users: { caller: { groups: ["team"], ...tags, ...boundary, ...signIn } },
      };
    default:
      return {
        principalArn: `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/${REGION}/${role}`,
        sessionArn: `arn:aws:sts::${A}:assumed-role/${role}/ann`,
        ...(policies.own && { inlinePolicy: policies.own }),
        roles: { [role]: { permissionSet: "Sync", sessions: { ann: session } } },
      };
  }
}

function buildBucket(choices: Choices, name: string, named: Named): Json {
  const hasAcls = isHit(choices, 1, 8);
  const objectOwnership = pick(choices, ["BucketOwnerPreferred", "ObjectWriter"] as const);
  return {
    region: REGION,
    ...perhaps(choices, {
      policy: [2, () => buildBucketPolicy(choices, name, named)],
      publicAccessBlock: [4, () => buildBlock(choices)],
      requesterPays: [10, () => true],
    }),
    ...(hasAcls && { objectOwnership }),
    ...(hasAcls && perhaps(choices, { acl: [4, () => buildAcl(choices)] })),
    ...perhaps(choices, { encryption: [4, () => buildEncryption(choices)] }),
  };
}

function buildEncryption(choices: Choices): Json {
  return {
    kmsKey: pick(choices, [keyArnOf(A), keyArnOf(B), "alias/aws/s3"]),
    bucketKey: isHit(choices, 1, 2),
  };
}

function buildBlock(choices: Choices): Json {
  return {
    restrictPublicBuckets: isHit(choices, 1, 2),
    blockPublicAcls: isHit(choices, 1, 2),
    ignorePublicAcls: isHit(choices, 1, 2),
  };
}

function buildAcl(choices: Choices): unknown {
  return pick<unknown>(choices, [
    "private",
    "public-read",
    "public-read-write",
    [{ grantee: A, permission: "FULL_CONTROL" }],
    [{ grantee: A, permission: "READ" }],
    [{ grantee: A, permission: "WRITE" }],
    [{ grantee: "AuthenticatedUsers", permission: "WRITE" }],
  ]);
}

function buildKey(choices: Choices, account: string, named: Named): Json {
  const operations = [["Decrypt"], ["GenerateDataKey"], ["Decrypt", "GenerateDataKey"]] as const;
  const granteePrincipal = named.principalArn;
  return {
    region: REGION,
    ...perhaps(choices, {
      policy: [2, () => buildKeyPolicy(choices, account, named)],
      state: [16, () => pick(choices, ["disabled", "pendingDeletion"])],
      grants: [6, () => [{ granteePrincipal, operations: pick(choices, operations) }]],
    }),
  };
}

function buildOrganization(choices: Choices): Json {
  const isManaged = isHit(choices, 1, 8);
  const targets = (): readonly string[] => [pick(choices, [A, B, UNIT, "r-root"])];
  const attached = (id: string, policy: Json): Json => ({ [id]: { targets: targets(), policy } });
  return {
    organization: {
      id: ORGANIZATION,
      managementAccount: isManaged ? pick(choices, [A, B]) : MANAGEMENT,
      organizationalUnits: { [UNIT]: { accounts: isHit(choices, 1, 2) ? [A, B] : [A] } },
      ...perhaps(choices, {
        serviceControlPolicies: [3, () => attached("p-example001", buildLimit(choices))],
        withoutFullAWSAccess: [16, targets],
        resourceControlPolicies: [3, () => attached("p-example002", buildResourceControl(choices))],
      }),
    },
  };
}

/** What the flags of a sync change in what it asks for. */
function buildOptions(choices: Choices): Partial<SyncOptions> {
  const write = {
    ...perhaps(choices, {
      acl: [6, () => pick(choices, ["bucket-owner-full-control", "private"])],
      storageClass: [8, () => "STANDARD_IA"],
      ifNoneMatch: [8, () => "*"],
    }),
    ...(isHit(choices, 1, 6) && {
      serverSideEncryption: "aws:kms",
      ...perhaps(choices, { sseKmsKeyId: [2, () => keyArnOf(pick(choices, [A, B]))] }),
    }),
  };
  return {
    write,
    ...perhaps(choices, {
      delete: [4, () => true],
      awsCompat: [8, () => true],
      checksum: [8, () => true],
      copyProps: [3, () => pick(choices, ["default", "none", "metadata-directive"])],
    }),
  };
}

function buildFlags(choices: Choices): SceneFlags {
  const prefix = (): string => pick(choices, ["", "/in", "/out/"]);
  const source = `s3://${SOURCE}${prefix()}`;
  const destination = `s3://${DESTINATION}${prefix()}`;
  const ends = pick(choices, [
    { source, destination },
    { source, destination },
    { source: "tree", destination },
    { source, destination: "tree" },
  ]);
  const isBoth = ends.source !== "tree" && ends.destination !== "tree";
  return {
    ...ends,
    ...(isBoth && isHit(choices, 1, 6) && { destinationProfile: "other" }),
    ...(isHit(choices, 1, 8) && { requestPayer: true as const }),
    options: buildOptions(choices),
  };
}

/** A world of two accounts with everything that may stand in a sync's way, and the sync. */
export function buildScene(choices: Choices): Scene {
  const flags = buildFlags(choices);
  const player = buildPlayer(choices);
  const { users, roles, groups, inlinePolicy } = player;
  const owners = [pick(choices, [A, A, B]), pick(choices, [A, A, B])];
  const buckets = [SOURCE, DESTINATION].map((name, i) => ({
    name,
    owner: owners[i],
    bucket: buildBucket(choices, name, player),
  }));
  const bucketsOf = (account: string): Json =>
    Object.fromEntries(
      buckets.filter(({ owner }) => owner === account).map(({ name, bucket }) => [name, bucket]),
    );
  const blockOf = (): Json =>
    perhaps(choices, { publicAccessBlock: [8, () => buildBlock(choices)] });
  const endpointPolicy = perhaps(choices, {
    policy: [2, () => buildEndpointPolicy(choices, player)],
  });
  const organization = isHit(choices, 2, 3) ? buildOrganization(choices) : {};
  const tagged = isHit(choices, 1, 6);
  return {
    flags,
    tagged,
    world: {
      ...organization,
      identityCenter: {
        region: REGION,
        permissionSets: { Sync: { ...(inlinePolicy && { inlinePolicy }) } },
      },
      accounts: {
        ...("organization" in organization && { [MANAGEMENT]: { name: "management" } }),
        [A]: {
          name: "a",
          ...(users && { users }),
          ...(roles && { roles }),
          ...(groups && { groups }),
          policies: { limit: buildLimit(choices) },
          buckets: bucketsOf(A),
          keys: { [KEY_A]: buildKey(choices, A, player) },
          vpcEndpoints: { [ENDPOINT]: { region: REGION, vpc: VPC, ...endpointPolicy } },
          ...blockOf(),
        },
        [B]: {
          name: "b",
          users: {
            other: { profile: "other", inlinePolicies: { own: buildIdentityPolicy(choices) } },
          },
          buckets: bucketsOf(B),
          keys: { [KEY_B]: buildKey(choices, B, player) },
          ...blockOf(),
        },
      },
    },
  };
}
