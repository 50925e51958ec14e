import { splitArn } from "../match/split-arn.ts";

/** What a resource pattern of a bucket policy can cover of its own bucket. */
export interface ResourceScope {
  readonly bucket: boolean;
  readonly object: boolean;
}

/**
 * What a pattern covers, or undefined when it is not about this bucket. S3 wants the bucket's name
 * written out: it refuses `*` and `arn:aws:s3:::*`.
 */
export function resourceScope(pattern: string, bucket: string): ResourceScope | undefined {
  const fields = splitArn(pattern);
  if (fields === undefined) return undefined;
  const [prefix, partition, service, region, account, resource] = fields;
  const isS3 = prefix === "arn" && /^aws[a-z-]*$/.test(partition) && service === "s3";
  if (!isS3 || region !== "" || account !== "" || !resource.startsWith(bucket)) return undefined;
  const rest = resource.slice(bucket.length);
  if (rest === "") return { bucket: true, object: false };
  if (rest.startsWith("/")) return { bucket: false, object: true };
  // `arn:aws:s3:::bucket*` reads as the bucket and all in it; whether S3 takes it is not documented.
  return rest.startsWith("*") ? { bucket: /^\*+$/.test(rest), object: true } : undefined;
}

/** The same of a policy of an access point, which names objects as `ARN/object/key`. */
export function accessPointScope(pattern: string, arn: string): ResourceScope | undefined {
  if (pattern === arn) return { bucket: true, object: false };
  return pattern.startsWith(`${arn}/object/`) ? { bucket: false, object: true } : undefined;
}
