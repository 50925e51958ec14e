import { parseAccessPointArn } from "../../aws/index.ts";
import type { BucketFacts } from "../facts/facts.ts";

/** The access point that a bucket was named by, in the form of world files; none where it was named itself. */
export function pulledAccessPoint({ accessPoint, owner }: BucketFacts): object {
  if (accessPoint?.known !== true) return {};
  const { arn, policy, publicAccessBlock, vpc } = accessPoint.value;
  const { account, name } = parseAccessPointArn(arn) ?? {};
  const text = policy.known ? policy.value?.document.text : undefined;
  if (name === undefined) return {};
  const isOther = !owner.known || owner.value !== account;
  const point = {
    ...(isOther && { account }),
    ...(vpc !== undefined && { vpc }),
    publicAccessBlock: { ...publicAccessBlock },
    ...(text !== undefined && { policy: text }),
  };
  return { accessPoints: { [name]: point } };
}
