import { isAccessPointAlias, parseArn, s3Arn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";

/** A need by the ARN of the access point that its alias means; any other as it is. */
export function atAccessPoint(need: Need, { buckets }: Facts): Need {
  const { accessPoint } = buckets.get(need.bucket) ?? {};
  if (accessPoint?.known !== true || !isAccessPointAlias(need.bucket)) return need;
  const { arn } = accessPoint.value;
  const byAlias = s3Arn(need.bucket, undefined, parseArn(need.resource)?.partition);
  const key = need.resource.slice(byAlias.length + 1);
  return { ...need, resource: need.resource === byAlias ? arn : s3Arn(arn, key) };
}
