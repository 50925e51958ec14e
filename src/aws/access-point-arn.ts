import { parseArn } from "./arn.ts";

/** What the ARN of an access point says. */
export interface AccessPointArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Reads `arn:aws:s3:us-west-2:111111111111:accesspoint/name`, or with `:` before the name; undefined for any other text. */
export function parseAccessPointArn(text: string): AccessPointArn | undefined {
  // Asked of the bucket of every copy.
  if (!text.startsWith("arn:")) return undefined;
  const arn = parseArn(text);
  if (arn?.service !== "s3" || arn.region === "" || !/^\d{12}$/.test(arn.account)) return undefined;
  const name = /^accesspoint[:/]([A-Za-z0-9-]{3,50})$/.exec(arn.resource)?.[1];
  if (name === undefined) return undefined;
  const { partition, region, account } = arn;
  return { partition, region, account, name };
}

/** The ARN as policies write it. */
export function formatAccessPointArn(point: AccessPointArn): string {
  const { partition, region, account, name } = point;
  return `arn:${partition}:s3:${region}:${account}:accesspoint/${name}`;
}

/** Whether a name in a bucket's place is an access point's alias (S3 User Guide, Access point aliases). */
export function isAccessPointAlias(bucket: string): boolean {
  return bucket.endsWith("-s3alias");
}
