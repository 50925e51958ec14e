import { formatArn, parseArn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";

/**
 * Needs as the policies of the caller's partition write them (IAM User Guide, IAM identifiers): the name of a
 * bucket does not tell where it is, and nobody's requests leave their own partition.
 */
export function inPartitionOf(
  { caller }: Pick<Facts, "caller">,
  needs: readonly Need[],
): readonly Need[] {
  const partition = "arn" in caller ? parseArn(caller.arn)?.partition : undefined;
  return partition === undefined ? needs : needs.map((need) => inPartition(need, partition));
}

function inPartition(need: Need, partition: string): Need {
  const arn = parseArn(need.resource);
  // The ARN of an access point tells its partition itself.
  if (arn === undefined || arn.region !== "" || arn.partition === partition) return need;
  return { ...need, resource: formatArn({ ...arn, partition }) };
}
