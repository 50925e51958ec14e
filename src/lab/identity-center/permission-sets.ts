import type { JsonOperation, StatedAccess } from "../json/json-call.ts";
import { type JsonObject, requireText, textOf } from "../json/json-input.ts";
import { failedConstraint } from "../json/json-refusal.ts";
import { requireAnything } from "../json/require-access.ts";
import { seconds } from "../json/seconds.ts";
import { INSTANCE_KEY, type InstanceRow, type PermissionSetRow } from "./identity-center-tables.ts";
import { conflict, requireSet, type SsoCall, ssoOperation } from "./sso-operation.ts";
import { PAGE_MEMBERS, ssoPage } from "./sso-page.ts";

const list: StatedAccess = { action: "sso:ListInstances", resourceTypes: [], conditionKeys: [] };

const listInstances: JsonOperation = {
  name: "ListInstances",
  members: PAGE_MEMBERS,
  access: [list],
  writes: false,
  run(call) {
    requireAnything(call, list);
    const instance = call.lab.identityCenter.instance.get(INSTANCE_KEY);
    return ssoPage(call.input, "Instances", instance === undefined ? [] : [describe(instance)]);
  },
};

const describeInstance = ssoOperation({
  name: "DescribeInstance",
  run: ({ instance }) => describe(instance),
});

const createPermissionSet = ssoOperation({
  name: "CreatePermissionSet",
  members: ["Name", "Description", "SessionDuration", "RelayState"],
  resourceTypes: ["PermissionSet"],
  writes: true,
  run(call) {
    const { lab, input, instance } = call;
    const name = requireText(input, "Name");
    if (!/^[\w+=,.@-]{1,32}$/.test(name)) {
      const rule = "Member must satisfy regular expression pattern: [\\w+=,.@-]+";
      throw failedConstraint("Name", `'${name}'`, rule);
    }
    const sets = [...lab.identityCenter.permissionSets.range()];
    if (sets.some(({ value }) => value.name === name)) {
      throw conflict(`PermissionSet with name ${name} already exists.`);
    }
    const id = `ps-${Buffer.from(lab.random(8)).toString("hex")}`;
    const set: PermissionSetRow = {
      id,
      arn: `arn:aws:sso:::permissionSet/${instance.id}/${id}`,
      name,
      sessionDuration: "PT1H",
      createdMs: lab.now(),
      policies: [],
      ...changes(call),
    };
    putSet(call, set);
    return { PermissionSet: describeSet(set) };
  },
});

const updatePermissionSet = ssoOperation({
  name: "UpdatePermissionSet",
  members: ["PermissionSetArn", "Description", "SessionDuration", "RelayState"],
  resourceTypes: ["PermissionSet"],
  writes: true,
  run(call) {
    putSet(call, { ...requireSet(call), ...changes(call) });
    return {};
  },
});

const describePermissionSet = ssoOperation({
  name: "DescribePermissionSet",
  members: ["PermissionSetArn"],
  resourceTypes: ["PermissionSet"],
  run: (call) => ({ PermissionSet: describeSet(requireSet(call)) }),
});

const deletePermissionSet = ssoOperation({
  name: "DeletePermissionSet",
  members: ["PermissionSetArn"],
  resourceTypes: ["PermissionSet"],
  writes: true,
  run(call) {
    const { permissionSets, assignments } = call.lab.identityCenter;
    const { id } = requireSet(call);
    if ([...assignments.range()].some(({ value }) => value.set === id)) {
      throw conflict("PermissionSet has account assignments; delete them first.");
    }
    permissionSets.delete([id]);
    return {};
  },
});

const listPermissionSets = ssoOperation({
  name: "ListPermissionSets",
  members: PAGE_MEMBERS,
  run({ lab, input }) {
    const all = [...lab.identityCenter.permissionSets.range()].map(({ value }) => value.arn);
    return ssoPage(input, "PermissionSets", all);
  },
});

/** The operations on instance and permission sets. */
export const PERMISSION_SET_OPERATIONS: readonly JsonOperation[] = [
  listInstances,
  describeInstance,
  createPermissionSet,
  updatePermissionSet,
  describePermissionSet,
  deletePermissionSet,
  listPermissionSets,
];

/** Stores a permission set; its roles change when it is provisioned. */
export function putSet({ lab }: SsoCall, set: PermissionSetRow): void {
  lab.identityCenter.permissionSets.put([set.id], set);
}

function changes({
  input,
}: SsoCall): Partial<Pick<PermissionSetRow, "description" | "sessionDuration" | "relayState">> {
  const description = textOf(input, "Description");
  const sessionDuration = textOf(input, "SessionDuration");
  const relayState = textOf(input, "RelayState");
  if (sessionDuration !== undefined && secondsOf(sessionDuration) === undefined) {
    const rule = "Member must be a duration of 1 to 12 hours in ISO 8601";
    throw failedConstraint("SessionDuration", `'${sessionDuration}'`, rule);
  }
  return {
    ...(description !== undefined && { description }),
    ...(sessionDuration !== undefined && { sessionDuration }),
    ...(relayState !== undefined && { relayState }),
  };
}

/** The seconds of an ISO 8601 duration; undefined for one that is not of 1 to 12 hours. */
export function secondsOf(duration: string): number | undefined {
  const [whole, hours = "0", minutes = "0", rest = "0"] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return whole === undefined || total < 3600 || total > 12 * 3600 ? undefined : total;
}

function describe({ arn, storeId, owner, createdMs }: InstanceRow): JsonObject {
  return {
    InstanceArn: arn,
    IdentityStoreId: storeId,
    OwnerAccountId: owner,
    CreatedDate: seconds(createdMs),
    Status: "ACTIVE",
  };
}

function describeSet(set: PermissionSetRow): JsonObject {
  return {
    Name: set.name,
    PermissionSetArn: set.arn,
    ...(set.description !== undefined && { Description: set.description }),
    CreatedDate: seconds(set.createdMs),
    SessionDuration: set.sessionDuration,
    ...(set.relayState !== undefined && { RelayState: set.relayState }),
  };
}
