import {
  bucketSettings,
  granteeText,
  type WorldAccessPoint,
  type WorldBucket,
  type WorldObjectLock,
} from "../../policy/index.ts";
import type { AccessPointRow } from "../s3-control/s3-control-tables.ts";
import type { LabState } from "../state/lab-state.ts";
import { presentText } from "../state/named-principals.ts";
import type { BucketObjectLock } from "../state/object-lock.ts";
import type { BucketRow, BucketRowSettings } from "../state/s3-tables.ts";
import { lacksOf, type Told, tellEach, unlessEmpty } from "./told-world.ts";

/** The buckets of an account with their settings and access points, without objects. */
export function tellBuckets(lab: LabState, account: string): Told<Record<string, WorldBucket>> {
  const rows = Array.from(lab.s3.buckets.range(), ({ value }) => value);
  // Profiles start where their account has its first bucket, so the world's own order is kept.
  const order = Object.keys(lab.world.accounts[account]?.buckets ?? {}).toReversed();
  const own = rows
    .filter((row) => row.account === account)
    .sort((a, b) => order.indexOf(b.name) - order.indexOf(a.name));
  return tellEach(own, (row) => [row.name, tellBucket(lab, row)]);
}

function tellBucket(lab: LabState, row: BucketRow): Told<WorldBucket> {
  const { name, region, policy, named = [], versioning, documents = [], objectLock } = row;
  const points = tellAccessPoints(lab, row);
  const [object] = lab.s3.objects.range({ within: [name], limit: 1 });
  const [upload] = lab.s3.uploads.range({ within: [name], limit: 1 });
  return {
    part: {
      region,
      ...(policy !== undefined && { policy: present(lab, policy, named) }),
      ...(versioning && { versioning }),
      ...(objectLock && { objectLock: objectLockOf(objectLock) }),
      ...unlessEmpty("documents", Object.fromEntries(documents)),
      ...settingsOf(lab, row),
      ...unlessEmpty("accessPoints", points),
    },
    lacks: lacksOf(`bucket \`${name}\``, {
      "its objects": object !== undefined,
      "its uploads that are not complete": upload !== undefined,
      "that it encrypts in two layers": isDualLayer(row.settings ?? {}),
    }),
  };
}

function present(lab: LabState, text: string, named: NonNullable<BucketRow["named"]>): string {
  return presentText(lab.documents.read(text, "resource"), named, lab.iam);
}

/** What is as by default is not said. */
function settingsOf(lab: LabState, { account, settings = {} }: BucketRow): Partial<WorldBucket> {
  const byDefault = bucketSettings(lab.world, account);
  const { objectOwnership = byDefault.ownership.setting } = settings;
  const { publicAccessBlock = byDefault.publicAccessBlock.bucket } = settings;
  const { acl = byDefault.ownership.bucketAcl } = settings;
  const isPrivate = isSame(acl, byDefault.ownership.bucketAcl);
  const encryption = encryptionOf(settings);
  return {
    ...(objectOwnership !== byDefault.ownership.setting && { objectOwnership }),
    ...(!isSame(publicAccessBlock, byDefault.publicAccessBlock.bucket) && { publicAccessBlock }),
    ...(objectOwnership !== "BucketOwnerEnforced" &&
      !isPrivate && {
        acl: acl.map(({ grantee, permission }) => ({ grantee: granteeText(grantee), permission })),
      }),
    ...flagsOf(settings),
    ...(encryption && { encryption }),
  };
}

function flagsOf(settings: BucketRowSettings): Partial<WorldBucket> {
  const { requesterPays = false, blocksCustomerKeys } = settings;
  return {
    ...(settings.hasNoOwnershipControls === true && { hasNoOwnershipControls: true }),
    ...(settings.hasNoPublicAccessBlock === true && { hasNoPublicAccessBlock: true }),
    ...(requesterPays && { requesterPays }),
    ...(blocksCustomerKeys !== undefined && { blocksCustomerKeys }),
  };
}

function encryptionOf({ encryption }: BucketRowSettings): WorldBucket["encryption"] {
  if (encryption === undefined || encryption.algorithm === "AES256") return undefined;
  const { kmsKey = "alias/aws/s3", bucketKey } = encryption;
  return { kmsKey, bucketKey: bucketKey && !isDualLayer({ encryption }) };
}

function isDualLayer({ encryption }: BucketRowSettings): boolean {
  return encryption?.algorithm === "aws:kms:dsse";
}

function objectLockOf({ defaultRetention }: BucketObjectLock): WorldObjectLock {
  if (defaultRetention === undefined) return {};
  const { mode, unit, count } = defaultRetention;
  return { defaultRetention: { mode, ...(unit === "Days" ? { days: count } : { years: count }) } };
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function tellAccessPoints(
  { s3Control, ...lab }: LabState,
  { name, account }: BucketRow,
): Record<string, WorldAccessPoint> {
  const rows = Array.from(s3Control.accessPoints.range(), ({ value }) => value);
  return Object.fromEntries(
    rows
      .filter(({ bucket }) => bucket === name)
      .map((point) => [point.name, accessPointOf({ s3Control, ...lab }, account, point)]),
  );
}

function accessPointOf(
  lab: LabState,
  bucketAccount: string,
  { account, policy, named = [], vpc, publicAccessBlock }: AccessPointRow,
): WorldAccessPoint {
  return {
    ...(account !== bucketAccount && { account }),
    ...(policy !== undefined && { policy: present(lab, policy, named) }),
    ...(vpc !== undefined && { vpc }),
    ...(!Object.values(publicAccessBlock).every(Boolean) && { publicAccessBlock }),
  };
}
