import type { SyncOptions } from "../../src/app/index.ts";
import { type Choices, isHit, pick } from "../support/choices.ts";
import { buildBlock, buildBucket } from "./build-bucket.ts";
import { buildDoor, type EnteredBucket } from "./build-door.ts";
import { buildPlayer } from "./build-player.ts";
import {
  buildEndpointPolicy,
  buildIdentityPolicy,
  buildKeyPolicy,
  buildLimit,
  buildResourceControl,
  type Json,
  type Named,
} from "./build-policies.ts";
import { perhaps } from "./perhaps.ts";
import type { Scene, SceneFlags } from "./scene.ts";
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
function buildOptions(choices: Choices, isUnderOwnKey: boolean): Partial<SyncOptions> {
  const write = {
    ...perhaps(choices, {
      acl: [6, () => pick(choices, ["bucket-owner-full-control", "private"])],
      storageClass: [8, () => "STANDARD_IA"],
      ifNoneMatch: [8, () => "*"],
    }),
    // S3 takes one kind of encryption.
    ...(!isUnderOwnKey &&
      isHit(choices, 1, 6) && {
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
  const writesCustomerKey = ends.destination !== "tree" && isHit(choices, 1, 8);
  return {
    ...ends,
    ...(isBoth && isHit(choices, 1, 6) && { destinationProfile: "other" }),
    ...(ends.source !== "tree" && isHit(choices, 1, 12) && { readsCustomerKey: true as const }),
    ...(writesCustomerKey && { writesCustomerKey }),
    ...(isHit(choices, 1, 8) && { requestPayer: true as const }),
    options: buildOptions(choices, writesCustomerKey),
  };
}

/** The ends of a sync by the names under which it enters the buckets. */
function entered(
  { source, destination }: SceneFlags,
  buckets: readonly EnteredBucket[],
): Pick<SceneFlags, "source" | "destination"> {
  const through = (end: string): string =>
    buckets.reduce(
      (left, { name, entrance }) => left.replace(`s3://${name}`, `s3://${entrance}`),
      end,
    );
  return { source: through(source), destination: through(destination) };
}

/** A world of two accounts with everything that may stand in a sync's way, and the sync. */
export function buildScene(choices: Choices): Scene {
  const flags = buildFlags(choices);
  const player = buildPlayer(choices);
  const { root, users, roles, groups, permissionSet = {} } = player;
  const owners = [pick(choices, [A, A, B]), pick(choices, [A, A, B])];
  const closed = [SOURCE, DESTINATION].map((name, i) => ({
    name,
    owner: owners[i] ?? A,
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
  const limit = buildLimit(choices);
  const ofA = { keys: { [KEY_A]: buildKey(choices, A, player) }, ...blockOf() };
  const other = buildIdentityPolicy(choices);
  const ofB = { keys: { [KEY_B]: buildKey(choices, B, player) }, ...blockOf() };
  const buckets = closed.map((each) => buildDoor(choices, each, player));
  return {
    flags: { ...flags, ...entered(flags, buckets) },
    tagged,
    world: {
      ...organization,
      ...perhaps(choices, { bucketDefaults: [8, () => "legacy"] }),
      identityCenter: {
        region: REGION,
        permissionSets: { Sync: permissionSet },
      },
      accounts: {
        ...("organization" in organization && { [MANAGEMENT]: { name: "management" } }),
        [A]: {
          name: "a",
          ...(root && { root }),
          ...(users && { users }),
          ...(roles && { roles }),
          ...(groups && { groups }),
          policies: { limit },
          buckets: bucketsOf(A),
          vpcEndpoints: { [ENDPOINT]: { region: REGION, vpc: VPC, ...endpointPolicy } },
          ...ofA,
        },
        [B]: {
          name: "b",
          users: {
            other: { profile: "other", inlinePolicies: { own: other } },
          },
          buckets: bucketsOf(B),
          ...ofB,
        },
      },
    },
  };
}
