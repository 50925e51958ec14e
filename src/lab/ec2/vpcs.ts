import { element, wrap } from "../xml/write-xml.ts";
import type { StatedAccess } from "../json/json-call.ts";
import {
  type Ec2Call,
  ec2Refusal,
  type Ec2Operation,
  listOf,
  passesFilters,
  refuseDryRun,
  requireEc2Access,
  requireParameter,
} from "./ec2-call.ts";
import type { VpcRow } from "./ec2-tables.ts";
import { findOwnRow, ownRows } from "./own-rows.ts";

const create: StatedAccess = {
  action: "ec2:CreateVpc",
  resourceTypes: ["vpc"],
  conditionKeys: ["ec2:Region"],
};

const createVpc: Ec2Operation = {
  name: "CreateVpc",
  parameters: ["CidrBlock", "DryRun"],
  access: [create],
  writes: true,
  run(call) {
    const { lab, account, region } = call;
    const cidr = requireParameter(call, "CidrBlock");
    if (!/^\d{1,3}(?:\.\d{1,3}){3}\/(?:1[6-9]|2[0-8])$/.test(cidr)) {
      throw ec2Refusal(
        "InvalidParameterValue",
        `Value (${cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
      );
    }
    requireEc2Access(call, create, { path: "vpc/*" });
    refuseDryRun(call);
    const id = makeEc2Id(call, "vpc");
    const vpc: VpcRow = { id, account, region, cidr };
    lab.ec2.vpcs.put([id], vpc);
    return wrap("vpc", describe(vpc));
  },
};

const list: StatedAccess = {
  action: "ec2:DescribeVpcs",
  resourceTypes: [],
  conditionKeys: ["ec2:Region"],
};

const describeVpcs: Ec2Operation = {
  name: "DescribeVpcs",
  parameters: ["VpcId", "Filter", "DryRun"],
  access: [list],
  writes: false,
  run(call) {
    requireEc2Access(call, list);
    refuseDryRun(call);
    const named = new Set(listOf(call, "VpcId"));
    const vpcs =
      named.size === 0
        ? ownRows(call, call.lab.ec2.vpcs)
        : Array.from(named, (id) => requireVpc(call, id));
    const shown = vpcs.filter(({ id, cidr }) =>
      passesFilters(call, { "vpc-id": [id], cidr: [cidr] }),
    );
    return wrap("vpcSet", shown.map((vpc) => wrap("item", describe(vpc))).join(""));
  },
};

/** The operations on VPCs, which are records here. */
export const VPC_OPERATIONS: readonly Ec2Operation[] = [createVpc, describeVpcs];

/** An id as EC2 makes it: a word and 17 hexadecimal digits. */
export function makeEc2Id({ lab }: Ec2Call, prefix: "vpc" | "vpce"): string {
  return `${prefix}-0${Buffer.from(lab.random(8)).toString("hex")}`;
}

/** A VPC of the caller's account and region. */
export function requireVpc(call: Ec2Call, id: string): VpcRow {
  const vpc = findOwnRow(call, call.lab.ec2.vpcs, id);
  if (vpc !== undefined) return vpc;
  throw ec2Refusal("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
}

function describe({ id, account, cidr }: VpcRow): string {
  return (
    element("vpcId", id) +
    element("ownerId", account) +
    element("state", "available") +
    element("cidrBlock", cidr) +
    element("instanceTenancy", "default") +
    element("isDefault", false)
  );
}
