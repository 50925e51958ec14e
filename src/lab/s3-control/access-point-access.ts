import type { StatedAccess } from "../json/json-call.ts";
import { accessPointArn, accessPointPolicy, findAccessPoint, findAlias } from "./access-point.ts";
import { type ControlCall, controlRefusal, requireControlAccess } from "./s3-control-call.ts";
import type { AccessPointRow } from "./s3-control-tables.ts";

/** What an operation on an access point takes; those without `resourceTypes` take no resource but `*`. */
export function accessPointAccess(
  action: string,
  resourceTypes: readonly string[] = ["accesspoint"],
): StatedAccess {
  return { action, resourceTypes, conditionKeys: [] };
}

/** The access point that a call names, perhaps by its alias; whether there is one, only those hear who may. */
export function requireAccessPoint(call: ControlCall, stated: StatedAccess): AccessPointRow {
  const { account, region } = call;
  const row = findAccessPoint(call.lab, call) ?? findOwnAlias(call);
  const name = row?.name ?? call.name;
  const policy = row && accessPointPolicy(call.lab, row);
  requireControlAccess(call, stated, {
    ...(stated.resourceTypes.length > 0 && { arn: accessPointArn({ account, region, name }) }),
    policies: policy === undefined ? [] : [policy],
    ofResource: keysOfAccessPoint({ ...call, name }, row?.vpc),
  });
  if (row !== undefined) return row;
  throw controlRefusal("NoSuchAccessPoint", "The specified accesspoint does not exist", 404);
}

/** Undocumented: the AWS CLI asks GetAccessPoint by alias (`S3PathResolver`), in the caller's account and region. */
function findOwnAlias({ lab, account, region, name }: ControlCall): AccessPointRow | undefined {
  const row = findAlias(lab, name);
  return row?.account === account && row.region === region ? row : undefined;
}

/** Condition keys of access points (Service Authorization Reference, Amazon S3, accesspoint). */
export function keysOfAccessPoint(
  { account, region, name }: ControlCall,
  vpc: string | undefined,
): Readonly<Record<string, string>> {
  return {
    "s3:dataaccesspointarn": accessPointArn({ account, region, name }),
    "s3:dataaccesspointaccount": account,
    "s3:accesspointnetworkorigin": vpc === undefined ? "Internet" : "VPC",
  };
}
