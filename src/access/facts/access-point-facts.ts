import { isAccessPointAlias, parseAccessPointArn } from "../../aws/index.ts";
import type { AttachedPolicy } from "../../policy/index.ts";
import type { AccountReader, ReadAccessPoint } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf } from "./asked-of.ts";
import { attemptAside } from "./attempt.ts";
import { type AccessPointFacts, type Fact, known } from "./facts.ts";
import { firstKnown } from "./first-known.ts";

/** What a run names in a bucket's place, and the bucket that it means, where somebody could tell. */
export interface NamedBucket {
  readonly name: string;
  readonly bucket: string | undefined;
  /** Absent where the name is the bucket's own. */
  readonly accessPoint?: Fact<AccessPointFacts>;
  /** The account of the bucket, where its access point tells. */
  readonly owner?: Fact<string>;
}

/** Finds the bucket behind a name; of an access point, also what it adds to the bucket's requests. */
export async function namedBucket(
  name: string,
  readers: readonly AccountReader[],
): Promise<NamedBucket> {
  const arn = parseAccessPointArn(name);
  if (arn === undefined && !isAccessPointAlias(name)) return { name, bucket: name };
  const point = await firstKnown(readers, (reader) =>
    attemptAside(askedOf("GetAccessPoint", reader), () => reader.accessPoint(name)),
  );
  if (!point.known) return { name, bucket: undefined, accessPoint: point };
  const { bucket, bucketAccount } = point.value;
  return {
    name,
    bucket,
    accessPoint: known(await withPolicy(point.value, readers), point.from),
    ...(bucketAccount !== undefined && { owner: known(bucketAccount, point.from) }),
  };
}

async function withPolicy(
  { arn, bucket, vpc, publicAccessBlock }: ReadAccessPoint,
  readers: readonly AccountReader[],
): Promise<AccessPointFacts> {
  const policy = await firstKnown(readers, (reader) => policyOf(arn, reader));
  return { arn, bucket, ...(vpc !== undefined && { vpc }), publicAccessBlock, policy };
}

async function policyOf(
  arn: string,
  reader: AccountReader,
): Promise<Fact<AttachedPolicy | undefined>> {
  const text = await attemptAside(askedOf("GetAccessPointPolicy", reader), () =>
    reader.accessPointPolicy(arn),
  );
  if (!text.known || text.value === undefined)
    return text.known ? known(undefined, text.from) : text;
  const attachment = { name: "access point policy", attachedTo: arn, kind: "resource" } as const;
  return attachedPolicy({ ...attachment, text: text.value }, text.from);
}
