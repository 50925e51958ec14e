import type { JsonAccessPoint, KnownRequest } from "./policy-json.ts";

/** The account that an access point belongs to. */
export function accountOf({ arn }: JsonAccessPoint): string {
  return arn.split(":")[4] ?? "";
}

/** The request as the bucket beneath sees it: `…:accesspoint/ap/object/key` is `bucket/key` (R94). */
export function atBucket(request: KnownRequest, { arn, bucket }: JsonAccessPoint): KnownRequest {
  const key = request.resource.slice(arn.length).replace(/^\/object/, "");
  return { ...request, resource: `arn:aws:s3:::${bucket}${key}` };
}
