import { formatAccessPointArn, parseAccessPointArn, partitionOf } from "../../src/aws/index.ts";
import { type Choices, isHit, pick } from "../support/choices.ts";
import { buildBlock } from "./build-bucket.ts";
import { buildDoorPolicy, type Json, type Named } from "./build-policies.ts";
import { perhaps } from "./perhaps.ts";
import { A, B, VPC } from "./scene-words.ts";

/** A bucket of a world, and whose it is. */
export interface OwnedBucket {
  readonly name: string;
  readonly owner: string;
  readonly bucket: Json;
}

/** A bucket, and how the sync names it: by an access point's ARN where it goes through one. */
export interface EnteredBucket extends OwnedBucket {
  readonly entrance: string;
}

const DOOR = "-door";

/** The bucket that a sync means by a name. */
export function ownNameOf(entrance: string): string {
  const name = parseAccessPointArn(entrance)?.name;
  return name === undefined ? entrance : name.slice(0, -DOOR.length);
}

/** Some buckets are entered through an access point, of their own account or another, of any settings. */
export function buildDoor(choices: Choices, owned: OwnedBucket, named: Named): EnteredBucket {
  const { bucket, name, owner } = owned;
  if (!isHit(choices, 1, 4)) return { ...owned, entrance: name };
  const account = isHit(choices, 1, 4) ? pick(choices, [A, B]) : owner;
  const region = String(bucket["region"]);
  const door = `${name}${DOOR}`;
  const entrance = formatAccessPointArn({
    partition: partitionOf(region),
    ...{ region, account, name: door },
  });
  const point: Json = {
    ...(account !== owner && { account }),
    ...perhaps(choices, {
      policy: [2, () => buildDoorPolicy(choices, { bucket: name, accessPoint: entrance }, named)],
      vpc: [8, () => pick(choices, [VPC, "vpc-0fedcba9876543210"])],
      publicAccessBlock: [4, () => buildBlock(choices)],
    }),
  };
  const accessPoints = { [door]: point };
  const delegates = isHit(choices, 2, 3);
  return {
    ...owned,
    entrance,
    bucket: {
      ...bucket,
      accessPoints,
      ...(delegates && { policy: delegating(bucket, name, account) }),
    },
  };
}

/** S3 User Guide, Configuring IAM policies for using access points: control is delegated to those of an account. */
function delegating({ policy }: Json, name: string, account: string): Json {
  const { Statement = [] } = (policy ?? {}) as { readonly Statement?: readonly Json[] };
  const statement = {
    Sid: "Delegates",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
    Condition: { StringEquals: { "s3:DataAccessPointAccount": account } },
  };
  return { Version: "2012-10-17", Statement: [...Statement, statement] };
}
