import { entranceOf, findAccessPoint, findAlias } from "../s3-control/access-point.ts";
import type { AccessPointRow } from "../s3-control/s3-control-tables.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";

/** The bucket that a name means, or the one behind the access point with that name as its alias. */
export function findBucket(lab: LabState, name: string): Bucket | undefined {
  const bucket = lab.buckets.get(name);
  if (bucket !== undefined) return bucket;
  const row = findAlias(lab, name);
  return row && behind(lab, row, true);
}

/**
 * The same for what stands in a host's name, which may be an access point's, `NAME-ACCOUNT`, with
 * `.s3-accesspoint` and a region behind it or, as SDKs do to an endpoint that they are told, without:
 * there a bucket of that name comes first.
 */
export function findHostBucket(
  lab: LabState,
  label: string,
  signedRegion: string | undefined,
): Bucket | undefined {
  const bucket = findBucket(lab, label);
  if (bucket !== undefined) return bucket;
  const [, name, account, named] =
    /^([^.]+)-(\d{12})(?:\.s3-accesspoint(?:\.([a-z0-9-]+))?)?$/.exec(label) ?? [];
  if (name === undefined || account === undefined) return undefined;
  const region = named ?? signedRegion;
  const row =
    region === undefined
      ? anywhere(lab, account, name)
      : findAccessPoint(lab, { account, region, name });
  return row && behind(lab, row);
}

/** The bucket behind the access point with an ARN. */
export function findBehindArn(lab: LabState, arn: string): Bucket | undefined {
  const [, region = "", account = "", name = ""] =
    /^arn:aws:s3:([^:]*):([^:]*):accesspoint[/:]([^/:]+)$/.exec(arn) ?? [];
  const row = findAccessPoint(lab, { account, region, name });
  return row && behind(lab, row);
}

/** An anonymous request tells no region. */
function anywhere(
  { s3Control }: LabState,
  account: string,
  name: string,
): AccessPointRow | undefined {
  for (const { value } of s3Control.accessPoints.range({ within: [account] })) {
    if (value.name === name) return value;
  }
  return undefined;
}

function behind(lab: LabState, row: AccessPointRow, isAlias = false): Bucket | undefined {
  const bucket = lab.buckets.get(row.bucket);
  return bucket && { ...bucket, accessPoint: { ...entranceOf(lab, row), isAlias } };
}
