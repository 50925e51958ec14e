import type { AttachedPolicy, PublicAccessFlags } from "../../policy/index.ts";
import { findRow } from "../json/find-row.ts";
import type { AccessPointEntrance } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import { presentText } from "../state/named-principals.ts";
import type { AccessPointRow } from "./s3-control-tables.ts";

/** What names an access point: its name alone is unique only in an account and a region. */
type AccessPointName = Pick<AccessPointRow, "account" | "region" | "name">;

/** The ARN of an access point. */
export function accessPointArn({ account, region, name }: AccessPointName): string {
  return `arn:aws:s3:${region}:${account}:accesspoint/${name}`;
}

/** The access point of that name. */
export function findAccessPoint(
  { s3Control }: Pick<LabState, "s3Control">,
  { account, region, name }: AccessPointName,
): AccessPointRow | undefined {
  return findRow(s3Control.accessPoints, account, region, name);
}

/** The access point with an alias. */
export function findAlias(lab: LabState, alias: string): AccessPointRow | undefined {
  const key = findRow(lab.s3Control.aliases, alias);
  return key && lab.s3Control.accessPoints.get(key);
}

/** Its policy as it reads now. */
export function accessPointPolicy(
  { documents, iam }: Pick<LabState, "documents" | "iam">,
  row: AccessPointRow,
): AttachedPolicy | undefined {
  if (row.policy === undefined) return undefined;
  const written = documents.read(row.policy, "resource");
  const document = documents.read(presentText(written, row.named ?? [], iam), "resource");
  return { document, name: "access point policy", attachedTo: accessPointArn(row) };
}

/** What a request by the access point meets there, before its bucket. */
export function entranceOf(lab: LabState, row: AccessPointRow): AccessPointEntrance {
  const policy = accessPointPolicy(lab, row);
  const { bucket, vpc } = row;
  return {
    layer: {
      arn: accessPointArn(row),
      bucket,
      ...(policy && { policy }),
      ...(vpc !== undefined && { vpc }),
    },
    publicAccessBlock: blockOf(lab, row),
  };
}

/**
 * What an account blocks, it blocks at its access points too (S3 User Guide, Blocking public access); that
 * of the bucket's account holds anyway.
 */
function blockOf(
  { s3Control, buckets }: LabState,
  { account, bucket, publicAccessBlock: own }: AccessPointRow,
): PublicAccessFlags {
  const ofAccount = s3Control.accountBlocks.get([account]);
  if (ofAccount === undefined || buckets.get(bucket)?.account === account) return own;
  return {
    blockPublicAcls: own.blockPublicAcls || ofAccount.blockPublicAcls,
    ignorePublicAcls: own.ignorePublicAcls || ofAccount.ignorePublicAcls,
    blockPublicPolicy: own.blockPublicPolicy || ofAccount.blockPublicPolicy,
    restrictPublicBuckets: own.restrictPublicBuckets || ofAccount.restrictPublicBuckets,
  };
}
