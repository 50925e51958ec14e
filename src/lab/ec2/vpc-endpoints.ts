import { requirePolicy } from "../require-policy.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { element, wrap } from "../xml/write-xml.ts";
import {
  type Ec2Call,
  type Ec2Operation,
  ec2Refusal,
  listOf,
  passesFilters,
  refuseDryRun,
  requireEc2Access,
  requireParameter,
} from "./ec2-call.ts";
import type { EndpointRow } from "./ec2-tables.ts";
import { findOwnRow, ownRows } from "./own-rows.ts";
import { endpointPolicyText } from "./view-endpoints.ts";
import { makeEc2Id, requireVpc } from "./vpcs.ts";

const REGION = ["ec2:Region"];

const create: StatedAccess = {
  action: "ec2:CreateVpcEndpoint",
  resourceTypes: ["vpc", "vpc-endpoint"],
  conditionKeys: REGION,
};

const createVpcEndpoint: Ec2Operation = {
  name: "CreateVpcEndpoint",
  parameters: [
    "VpcEndpointType",
    "VpcId",
    "ServiceName",
    "PolicyDocument",
    "RouteTableId",
    "SubnetId",
    "SecurityGroupId",
    "PrivateDnsEnabled",
    "DryRun",
    "ClientToken",
  ],
  access: [create],
  writes: true,
  run(call) {
    const { lab, form, account, region } = call;
    const vpc = requireParameter(call, "VpcId");
    const service = requireParameter(call, "ServiceName");
    requireEc2Access(call, create, { path: `vpc/${vpc}`, ofResource: { "ec2:vpcid": vpc } });
    const ofResource = {
      "ec2:vpceservicename": service,
      "ec2:vpceserviceowner": "amazon",
    };
    requireEc2Access(call, create, { path: "vpc-endpoint/*", ofResource });
    requireVpc(call, vpc);
    requireService(call, service);
    const policy = form.get("PolicyDocument");
    if (policy !== undefined) requirePolicy(policy, { kind: "vpcEndpoint" });
    refuseDryRun(call);
    const endpoint: EndpointRow = {
      id: makeEc2Id(call, "vpce"),
      account,
      region,
      type: readType(call),
      vpc,
      ...(policy !== undefined && { policy }),
      routeTables: listOf(call, "RouteTableId"),
      subnets: listOf(call, "SubnetId"),
      securityGroups: listOf(call, "SecurityGroupId"),
      createdMs: lab.now(),
      tags: [],
    };
    lab.ec2.endpoints.put([endpoint.id], endpoint);
    return wrap("vpcEndpoint", describe(call, endpoint));
  },
};

const list: StatedAccess = {
  action: "ec2:DescribeVpcEndpoints",
  resourceTypes: [],
  conditionKeys: REGION,
};

const describeVpcEndpoints: Ec2Operation = {
  name: "DescribeVpcEndpoints",
  parameters: ["VpcEndpointId", "Filter", "DryRun"],
  access: [list],
  writes: false,
  run(call) {
    requireEc2Access(call, list);
    refuseDryRun(call);
    const named = new Set(listOf(call, "VpcEndpointId"));
    const rows =
      named.size === 0
        ? ownRows(call, call.lab.ec2.endpoints)
        : Array.from(named, (id) => requireEndpoint(call, id));
    const shown = rows.filter((row) =>
      passesFilters(call, {
        "vpc-endpoint-id": [row.id],
        "vpc-id": [row.vpc],
        "service-name": [serviceName(row.region)],
        "vpc-endpoint-type": [typeName(row)],
        "vpc-endpoint-state": ["available"],
      }),
    );
    return wrap("vpcEndpointSet", shown.map((row) => wrap("item", describe(call, row))).join(""));
  },
};

const modify: StatedAccess = {
  action: "ec2:ModifyVpcEndpoint",
  resourceTypes: ["vpc-endpoint"],
  conditionKeys: REGION,
};

const modifyVpcEndpoint: Ec2Operation = {
  name: "ModifyVpcEndpoint",
  parameters: [
    "VpcEndpointId",
    "ResetPolicy",
    "PolicyDocument",
    "AddRouteTableId",
    "RemoveRouteTableId",
    "AddSubnetId",
    "RemoveSubnetId",
    "AddSecurityGroupId",
    "RemoveSecurityGroupId",
    "DryRun",
  ],
  access: [modify],
  writes: true,
  run(call) {
    const { lab, form } = call;
    const id = requireParameter(call, "VpcEndpointId");
    requireEc2Access(call, modify, { path: `vpc-endpoint/${id}` });
    const { policy: before, ...row } = requireEndpoint(call, id);
    const wish = form.get("PolicyDocument");
    if (wish !== undefined) requirePolicy(wish, { kind: "vpcEndpoint" });
    refuseDryRun(call);
    const policy = form.get("ResetPolicy") === "true" ? undefined : (wish ?? before);
    lab.ec2.endpoints.put([id], {
      ...row,
      ...(policy !== undefined && { policy }),
      routeTables: changed(call, row.routeTables, "RouteTableId"),
      subnets: changed(call, row.subnets, "SubnetId"),
      securityGroups: changed(call, row.securityGroups, "SecurityGroupId"),
    });
    return element("return", true);
  },
};

const remove: StatedAccess = {
  action: "ec2:DeleteVpcEndpoints",
  resourceTypes: ["vpc-endpoint"],
  conditionKeys: REGION,
};

const deleteVpcEndpoints: Ec2Operation = {
  name: "DeleteVpcEndpoints",
  parameters: ["VpcEndpointId", "DryRun"],
  access: [remove],
  writes: true,
  run(call) {
    const ids = listOf(call, "VpcEndpointId");
    if (ids.length === 0) requireParameter(call, "VpcEndpointId");
    for (const id of ids) {
      requireEc2Access(call, remove, {
        path: `vpc-endpoint/${id}`,
        ofResource: { "ec2:vpceservicename": serviceName(call.region) },
      });
    }
    refuseDryRun(call);
    const failed = ids.filter((id) => findOwnRow(call, call.lab.ec2.endpoints, id) === undefined);
    for (const id of ids) {
      if (!failed.includes(id)) call.lab.ec2.endpoints.delete([id]);
    }
    return wrap("unsuccessful", failed.map((id) => wrap("item", notFoundItem(id))).join(""));
  },
};

const services: StatedAccess = {
  action: "ec2:DescribeVpcEndpointServices",
  resourceTypes: [],
  conditionKeys: REGION,
};

/** Only S3: other services have no endpoints here. */
const describeVpcEndpointServices: Ec2Operation = {
  name: "DescribeVpcEndpointServices",
  parameters: ["ServiceName", "Filter", "DryRun"],
  access: [services],
  writes: false,
  run(call) {
    requireEc2Access(call, services);
    refuseDryRun(call);
    const name = serviceName(call.region);
    const types = ["Gateway", "Interface"];
    for (const wanted of listOf(call, "ServiceName")) requireService(call, wanted);
    const shown = types.filter((type) =>
      passesFilters(call, { "service-name": [name], "service-type": [type] }),
    );
    const details = shown.map((type) =>
      wrap(
        "item",
        element("serviceName", name) +
          wrap("serviceType", wrap("item", element("serviceType", type))) +
          element("owner", "amazon") +
          element("vpcEndpointPolicySupported", true) +
          element("acceptanceRequired", false),
      ),
    );
    return (
      wrap("serviceNameSet", shown.length === 0 ? "" : element("item", name)) +
      wrap("serviceDetailSet", details.join(""))
    );
  },
};

/** The operations on VPC endpoints. */
export const VPC_ENDPOINT_OPERATIONS: readonly Ec2Operation[] = [
  createVpcEndpoint,
  describeVpcEndpoints,
  modifyVpcEndpoint,
  deleteVpcEndpoints,
  describeVpcEndpointServices,
];

function readType({ form }: Ec2Call): EndpointRow["type"] {
  const type = form.get("VpcEndpointType") ?? "Gateway";
  if (type === "Gateway") return "gateway";
  if (type === "Interface") return "interface";
  throw ec2Refusal("InvalidParameter", `Invalid VpcEndpointType: ${type}`);
}

function serviceName(region: string): string {
  return `com.amazonaws.${region}.s3`;
}

function requireService({ region }: Ec2Call, service: string): void {
  if (service === serviceName(region)) return;
  throw ec2Refusal(
    "InvalidServiceName",
    `The Vpc Endpoint Service '${service}' does not exist: this lab has \`${serviceName(region)}\``,
  );
}

function requireEndpoint(call: Ec2Call, id: string): EndpointRow {
  const row = findOwnRow(call, call.lab.ec2.endpoints, id);
  if (row !== undefined) return row;
  throw ec2Refusal("InvalidVpcEndpointId.NotFound", `The Vpc Endpoint Id '${id}' does not exist`);
}

function notFoundItem(id: string): string {
  const code = element("code", "InvalidVpcEndpoint.NotFound");
  const message = element("message", `The Vpc Endpoint Id '${id}' does not exist`);
  return wrap("error", code + message) + element("resourceId", id);
}

function changed(call: Ec2Call, before: readonly string[], name: string): readonly string[] {
  const removed = listOf(call, `Remove${name}`);
  return [...before.filter((id) => !removed.includes(id)), ...listOf(call, `Add${name}`)];
}

function typeName({ type }: EndpointRow): string {
  return type === "gateway" ? "Gateway" : "Interface";
}

/** The endpoint's names are where it is reached: a host of its own and a port of its own. */
function describe({ lab }: Ec2Call, row: EndpointRow): string {
  const port = lab.endpointPorts.portOf(row.id);
  const names = [`${row.id}.localhost`, ...(port === undefined ? [] : [`127.0.0.1:${port}`])];
  return (
    element("vpcEndpointId", row.id) +
    element("vpcEndpointType", typeName(row)) +
    element("vpcId", row.vpc) +
    element("serviceName", serviceName(row.region)) +
    element("state", "available") +
    element("policyDocument", endpointPolicyText(row)) +
    set("routeTableIdSet", row.routeTables) +
    set("subnetIdSet", row.subnets) +
    wrap(
      "groupSet",
      row.securityGroups.map((id) => wrap("item", element("groupId", id))).join(""),
    ) +
    element("privateDnsEnabled", false) +
    element("requesterManaged", false) +
    wrap("dnsEntrySet", names.map((name) => wrap("item", element("dnsName", name))).join("")) +
    element("creationTimestamp", new Date(row.createdMs).toISOString()) +
    element("ownerId", row.account)
  );
}

function set(name: string, values: readonly string[]): string {
  return wrap(name, values.map((value) => element("item", value)).join(""));
}
