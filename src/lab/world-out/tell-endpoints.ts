import type { WorldVpcEndpoint } from "../../policy/index.ts";
import type { LabState } from "../state/lab-state.ts";
import { lacksOf, type Told, tellEach } from "./told-world.ts";

/** The VPC endpoints of an account. */
export function tellEndpoints(
  { ec2 }: LabState,
  account: string,
): Told<Record<string, WorldVpcEndpoint>> {
  const rows = Array.from(ec2.endpoints.range(), ({ value }) => value);
  const own = rows.filter((row) => row.account === account);
  const empty = Array.from(ec2.vpcs.range(), ({ value }) => value).filter(
    (vpc) => vpc.account === account && !rows.some((row) => row.vpc === vpc.id),
  );
  const told = tellEach(own, ({ id, region, type, vpc, policy, tags, ...places }) => [
    id,
    {
      part: { region, type, vpc, ...(policy !== undefined && { policy }) },
      lacks: lacksOf(`VPC endpoint \`${id}\``, {
        "its tags": tags.length > 0,
        "its route tables": places.routeTables.length > 0,
        "its subnets": places.subnets.length > 0,
        "its security groups": places.securityGroups.length > 0,
      }),
    },
  ]);
  const lacks = empty.map(({ id }) => `VPC \`${id}\`: it has no endpoint`);
  return { part: told.part, lacks: [...told.lacks, ...lacks] };
}
