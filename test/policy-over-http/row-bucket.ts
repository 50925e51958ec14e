import type { PolicyRow } from "../policy/policy-row.ts";
import type { RowS3 } from "../policy/row-s3.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { documentOf } from "./row-document.ts";

type Tree = Record<string, unknown>;

/** The bucket of an S3 ARN; undefined for other services. */
export function bucketNameOf(arn: string): string | undefined {
  return /^(?:arn:aws:s3:::)?([^/:]+)/.exec(arn)?.[1];
}

/** The bucket that a row is about, as a world file has it; `{}` where it is about none. */
export function bucketsOf(row: PolicyRow): Tree {
  const s3 = row.s3 ?? {};
  if (!row.action.startsWith("s3:") || row.resource === "*") return {};
  const name = bucketNameOf(s3.accessPoint?.bucket ?? row.resource);
  if (name === undefined) throw new Inexpressible("an action of S3 on what is no bucket");
  const policy = policyOf(row, name);
  const kmsKey = writtenUnder(row);
  return {
    [name]: {
      region: regionOf(row),
      ...(policy && { policy }),
      ...(kmsKey && { encryption: kmsKey }),
      ...settingsOf(s3),
      ...accessPointsOf(row),
    },
  };
}

/** The account that owns the object, where it is not the bucket's. */
export function foreignOwnerOf(row: PolicyRow): string | undefined {
  const owner = ownedObjectOf(row)?.owner;
  return owner === row.resourceAccount ? undefined : owner;
}

interface OwnedObject {
  readonly owner: string;
  readonly acl?: readonly string[];
}

/** What a row says of the object that it asks for. */
export function ownedObjectOf({ s3 }: PolicyRow): OwnedObject | undefined {
  const ownership = s3?.ownership && known(s3.ownership);
  return ownership?.object && known(ownership.object);
}

/** Another account writes its object under a policy that lets it; the row's follows. */
function policyOf(row: PolicyRow, bucket: string): object | undefined {
  const writer = foreignOwnerOf(row);
  if (writer === undefined) return row.bucketPolicy && documentOf(known(row.bucketPolicy));
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${writer}:root` },
    Action: "s3:*",
    Resource: `arn:aws:s3:::${bucket}/*`,
  };
  return { Version: "2012-10-17", Statement: statement };
}

/** An access point is in its bucket's region. */
export function regionOf({ s3 }: PolicyRow): string {
  return s3?.accessPoint?.arn.split(":")[3] ?? "us-east-1";
}

/** The key that writers need is the bucket's own. */
function writtenUnder({ keys }: PolicyRow): Tree | undefined {
  if (keys === undefined) return undefined;
  const [key, ...others] = known<readonly { arn: string; bucketKey?: boolean }[]>(keys);
  if (key === undefined) return undefined;
  if (others.some(({ arn }) => arn !== key.arn)) throw new Inexpressible("two KMS keys");
  return { kmsKey: key.arn, bucketKey: key.bucketKey ?? false };
}

function settingsOf(row: RowS3): Tree {
  const { publicAccessBlock: block, ownership, requesterPays, blocksCustomerKeys } = row;
  if (block?.organization !== undefined) {
    throw new Inexpressible("Block Public Access of an organization, which the lab lacks");
  }
  const settings = ownership && known(ownership);
  return {
    publicAccessBlock: flagsOf(block?.bucket),
    objectOwnership: settings?.setting ?? "BucketOwnerEnforced",
    ...(settings?.bucketAcl && { acl: settings.bucketAcl.map(grantOf) }),
    ...(requesterPays !== undefined && { requesterPays: known(requesterPays) }),
    ...(blocksCustomerKeys !== undefined && { blocksCustomerKeys: known(blocksCustomerKeys) }),
  };
}

function grantOf(text: string): Tree {
  const [grantee, permission] = text.split(" ");
  return { grantee, permission };
}

const FLAGS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

/** Block Public Access as a world file has it, every flag said. */
export function flagsOf(set: readonly string[] | "unreadable" | undefined): Tree {
  const flags = known(set ?? []);
  return Object.fromEntries(
    FLAGS.map((flag) => [flag.charAt(0).toLowerCase() + flag.slice(1), flags.includes(flag)]),
  );
}

function accessPointsOf({ s3, resourceAccount }: PolicyRow): Tree {
  const point = s3?.accessPoint;
  if (point === undefined) return {};
  const [, , , , account, resource = ""] = point.arn.split(":");
  const name = resource.replace("accesspoint/", "");
  const policy = point.policy && documentOf(known(point.policy));
  return {
    accessPoints: {
      [name]: {
        ...(account !== resourceAccount && { account }),
        ...(policy && { policy }),
        ...(point.vpc !== undefined && { vpc: point.vpc }),
        publicAccessBlock: flagsOf(s3?.publicAccessBlock?.accessPoint),
      },
    },
  };
}
