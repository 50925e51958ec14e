import { parsePolicy } from "../parse-policy.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import type { AccessPointLayer } from "../s3/access-point.ts";
import type { PublicAccessFlags } from "../s3/public-access-flags.ts";
import { publicAccessDefaults } from "./public-access-defaults.ts";
import type { World, WorldAccessPoint } from "./world.ts";

/** An access point of a world. */
export interface AccessPointFacts {
  readonly layer: AccessPointLayer;
  readonly publicAccessBlock: PublicAccessFlags;
}

/** Every access point of a world, by ARN. */
export function worldAccessPoints(world: World): ReadonlyMap<string, AccessPointFacts> {
  const { accessPoint: byDefault } = publicAccessDefaults(world);
  const points = new Map<string, AccessPointFacts>();
  for (const [owner, { buckets }] of Object.entries(world.accounts)) {
    for (const [bucket, { region, accessPoints = {} }] of Object.entries(buckets)) {
      for (const [name, point] of Object.entries(accessPoints)) {
        const arn = `arn:aws:s3:${region}:${point.account ?? owner}:accesspoint/${name}`;
        const publicAccessBlock = point.publicAccessBlock ?? byDefault;
        points.set(arn, { layer: layerOf(arn, bucket, point), publicAccessBlock });
      }
    }
  }
  return points;
}

function layerOf(arn: string, bucket: string, { policy, vpc }: WorldAccessPoint): AccessPointLayer {
  return {
    arn,
    bucket,
    ...(policy !== undefined && { policy: attached(policy, arn) }),
    ...(vpc !== undefined && { vpc }),
  };
}

/** `parseWorld` has refused every policy that does not parse. */
function attached(text: string, arn: string): AttachedPolicy {
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) {
    throw new Error(`policy of access point \`${arn}\`: ${parsed.problems[0].message}`);
  }
  return { document: parsed.value, name: "access point policy", attachedTo: arn };
}
