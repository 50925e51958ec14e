import type { World } from "../../policy/index.ts";
import type { Ec2Tables } from "./ec2-tables.ts";

/** The block that a VPC has when nothing is said of it. */
const CIDR = "10.0.0.0/16";

/** Writes the VPC endpoints of a world, and the VPCs that they name; in a transaction. */
export function writeWorldEndpoints(tables: Ec2Tables, world: World, createdMs: number): void {
  for (const [account, { vpcEndpoints = {} }] of Object.entries(world.accounts)) {
    for (const [id, { region, type, vpc, policy }] of Object.entries(vpcEndpoints)) {
      tables.vpcs.put([vpc], { id: vpc, account, region, cidr: CIDR });
      tables.endpoints.put([id], {
        id,
        account,
        region,
        type,
        vpc,
        ...(policy !== undefined && { policy }),
        routeTables: [],
        subnets: [],
        securityGroups: [],
        createdMs,
        tags: [],
      });
    }
  }
}
