import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
} from "../query/query-call.ts";
import { readWhole, requireLength } from "../query/validate.ts";
import { makeUniqueId } from "../random-ids.ts";
import type { RoleRow } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { BOUNDARY, REQUEST_TAGS } from "./condition-keys.ts";
import { ENTITIES, entitiesOf, findChangeable, findEntity, lookUp, putEntity } from "./entity.ts";
import { boundaryElement, roleElements, tagElements } from "./entity-xml.ts";
import { alreadyExists, deleteConflict } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { readNewName, readPath } from "./read-names.ts";
import { readTags } from "./read-tags.ts";
import { dropEntity } from "./rename-entity.ts";
import { allOf, named, newEntity } from "./subjects.ts";
import { taggingOf } from "./tagging-access.ts";
import { presentTrust, readTrust } from "./trust-policy.ts";
import { readBoundary } from "./users.ts";

/** A role in a list. */
export function listedRole(call: QueryCall, role: RoleRow): string {
  return roleElements(accountOf(call), role, presentTrust(call, role));
}

/** A role whole. */
function wholeRole(call: QueryCall, role: RoleRow): string {
  return listedRole(call, role) + boundaryElement(role.boundary) + tagElements(role.tags);
}

const createRole = writing({
  name: "CreateRole",
  on: newEntity("role"),
  parameters: [
    "AssumeRolePolicyDocument",
    "Description",
    "MaxSessionDuration",
    "PermissionsBoundary",
    "Tags",
  ],
  keys: [BOUNDARY, REQUEST_TAGS],
  also: [taggingOf("role")],
  run(call) {
    const name = readNewName(call, "RoleName", ENTITIES.role.maxName);
    const trust = readTrust(call, requireParameter(call, "AssumeRolePolicyDocument"));
    if (lookUp(call, "role") !== undefined) {
      throw alreadyExists(`Role with name ${name} already exists.`);
    }
    const boundary = readBoundary(call);
    const tags = readTags(call);
    const role: RoleRow = {
      name,
      path: readPath(call),
      id: makeUniqueId(call.lab.random, ENTITIES.role.idPrefix),
      createdMs: call.lab.now(),
      inline: [],
      managed: [],
      ...trust,
      ...described(call),
      ...(boundary !== undefined && { boundary }),
      ...(tags.length > 0 && { tags }),
    };
    putEntity(call, "role", role);
    return wrap("Role", wholeRole(call, role));
  },
});

function described(call: QueryCall): Pick<RoleRow, "description" | "maxSessionSeconds"> {
  const description = call.form.get("Description");
  if (description !== undefined) requireLength(description, "description", { min: 0, max: 1000 });
  // IAM API Reference, CreateRole: one to twelve hours.
  const bounds = { min: 3600, max: 43_200 };
  const seconds = readWhole(call.form.get("MaxSessionDuration"), "maxSessionDuration", bounds);
  return {
    ...(description !== undefined && { description }),
    ...(seconds !== undefined && { maxSessionSeconds: seconds }),
  };
}

const getRole = reading({
  name: "GetRole",
  on: named("role"),
  keys: [BOUNDARY],
  run: (call) =>
    wrap("Role", wholeRole(call, findEntity(call, "role")) + element("RoleLastUsed", "")),
});

const listRoles = reading({
  name: "ListRoles",
  on: allOf("role"),
  parameters: ["PathPrefix", ...PAGE_PARAMETERS],
  run(call) {
    const prefix = call.form.get("PathPrefix") ?? "/";
    const roles = entitiesOf(call, "role").filter(({ path }) => path.startsWith(prefix));
    const items = roles.map((role) => ({
      key: role.name,
      xml: wrap("member", listedRole(call, role)),
    }));
    return listResult(call, "Roles", items);
  },
});

const updateRole = writing({
  name: "UpdateRole",
  on: named("role"),
  parameters: ["Description", "MaxSessionDuration"],
  keys: [BOUNDARY],
  run(call) {
    putEntity(call, "role", { ...findChangeable(call, "role"), ...described(call) });
    return "";
  },
});

const updateRoleDescription = writing({
  name: "UpdateRoleDescription",
  on: named("role"),
  parameters: ["Description"],
  keys: [BOUNDARY],
  run(call) {
    const role = { ...findChangeable(call, "role"), ...described(call) };
    putEntity(call, "role", role);
    return wrap("Role", wholeRole(call, role));
  },
});

const updateAssumeRolePolicy = writing({
  name: "UpdateAssumeRolePolicy",
  on: named("role"),
  parameters: ["PolicyDocument"],
  keys: [BOUNDARY],
  run(call) {
    const role = findChangeable(call, "role");
    const trust = readTrust(call, requireParameter(call, "PolicyDocument"));
    putEntity(call, "role", { ...role, ...trust });
    return undefined;
  },
});

const deleteRole = writing({
  name: "DeleteRole",
  on: named("role"),
  keys: [BOUNDARY],
  run(call) {
    const role = findChangeable(call, "role");
    const profiles = entitiesOf(call, "instance-profile");
    const conflict = [
      profiles.some(({ roles }) => roles.includes(role.name))
        ? "must remove roles from instance profile first"
        : undefined,
      role.managed.length > 0 ? "must detach all policies first" : undefined,
      role.inline.length > 0 ? "must delete policies first" : undefined,
    ].find((reason) => reason !== undefined);
    if (conflict !== undefined) throw deleteConflict(`Cannot delete entity, ${conflict}.`);
    dropEntity(call, "role", role);
    return undefined;
  },
});

/** Roles themselves, and whom they trust. */
export const ROLE_OPERATIONS: readonly QueryOperation[] = [
  createRole,
  getRole,
  listRoles,
  updateRole,
  updateRoleDescription,
  updateAssumeRolePolicy,
  deleteRole,
];
