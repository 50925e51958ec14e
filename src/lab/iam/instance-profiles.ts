import { accountOf, type QueryCall, type QueryOperation } from "../query/query-call.ts";
import { makeUniqueId } from "../random-ids.ts";
import { type InstanceProfileRow, nameKey } from "../state/iam-tables.ts";
import { wrap } from "../xml/write-xml.ts";
import { REQUEST_TAGS } from "./condition-keys.ts";
import { ENTITIES, entitiesOf, entityArn, findEntity, lookUp, putEntity } from "./entity.ts";
import { profileElements } from "./entity-xml.ts";
import { alreadyExists, deleteConflict, limitExceeded, notFound } from "./iam-refusals.ts";
import { type FurtherAccess, permissionOn, reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { readNewName, readPath } from "./read-names.ts";
import { readTags } from "./read-tags.ts";
import { dropEntity } from "./rename-entity.ts";
import { listedRole } from "./roles.ts";
import { allOf, named, newEntity } from "./subjects.ts";
import { taggingOf } from "./tagging-access.ts";

const KIND = "instance-profile";

/** An instance profile with its role. */
export function wholeProfile(call: QueryCall, profile: InstanceProfileRow): string {
  const account = accountOf(call);
  const roles = profile.roles.flatMap((name) => {
    const role = call.lab.iam.roles.get(nameKey(account, name));
    return role === undefined ? [] : [listedRole(call, role)];
  });
  return profileElements(account, profile, roles);
}

const createInstanceProfile = writing({
  name: "CreateInstanceProfile",
  on: newEntity(KIND),
  parameters: ["Tags"],
  keys: [REQUEST_TAGS],
  also: [taggingOf(KIND)],
  run(call) {
    const name = readNewName(call, "InstanceProfileName", ENTITIES[KIND].maxName);
    if (lookUp(call, KIND) !== undefined) {
      throw alreadyExists(`Instance Profile ${name} already exists.`);
    }
    const tags = readTags(call);
    const profile: InstanceProfileRow = {
      name,
      path: readPath(call),
      id: makeUniqueId(call.lab.random, ENTITIES[KIND].idPrefix),
      createdMs: call.lab.now(),
      roles: [],
      ...(tags.length > 0 && { tags }),
    };
    putEntity(call, KIND, profile);
    return wrap("InstanceProfile", wholeProfile(call, profile));
  },
});

const getInstanceProfile = reading({
  name: "GetInstanceProfile",
  on: named(KIND),
  run: (call) => wrap("InstanceProfile", wholeProfile(call, findEntity(call, KIND))),
});

const listInstanceProfiles = reading({
  name: "ListInstanceProfiles",
  on: allOf(KIND),
  parameters: ["PathPrefix", ...PAGE_PARAMETERS],
  run(call) {
    const prefix = call.form.get("PathPrefix") ?? "/";
    const profiles = entitiesOf(call, KIND).filter(({ path }) => path.startsWith(prefix));
    return profileList(call, profiles);
  },
});

function profileList(call: QueryCall, profiles: readonly InstanceProfileRow[]): string {
  const items = profiles.map((profile) => ({
    key: profile.name,
    xml: wrap("member", wholeProfile(call, profile)),
  }));
  return listResult(call, "InstanceProfiles", items);
}

const listInstanceProfilesForRole = reading({
  name: "ListInstanceProfilesForRole",
  on: named("role"),
  parameters: PAGE_PARAMETERS,
  run(call) {
    const role = findEntity(call, "role");
    return profileList(
      call,
      entitiesOf(call, KIND).filter(({ roles }) => roles.includes(role.name)),
    );
  },
});

/** IAM User Guide, Grant a user permissions to pass a role to an AWS service. */
const passRole: FurtherAccess = {
  stated: {
    action: "iam:PassRole",
    resourceTypes: ["role"],
    conditionKeys: ["iam:PassedToService"],
  },
  permissions(call) {
    const role = lookUp(call, "role");
    if (role === undefined) return [];
    const located = { arn: entityArn(accountOf(call), "role", role), tags: role.tags };
    const permission = permissionOn(call, { action: "iam:PassRole", located });
    const context = { ...permission.context, "iam:passedtoservice": "ec2.amazonaws.com" };
    return [{ ...permission, context }];
  },
};

const addRoleToInstanceProfile = writing({
  name: "AddRoleToInstanceProfile",
  on: named(KIND),
  parameters: ["RoleName"],
  also: [passRole],
  run(call) {
    const profile = findEntity(call, KIND);
    const role = findEntity(call, "role");
    // IAM User Guide, Using instance profiles: one role, and the limit cannot be raised.
    if (profile.roles.length > 0) {
      throw limitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    putEntity(call, KIND, { ...profile, roles: [role.name] });
    return undefined;
  },
});

const removeRoleFromInstanceProfile = writing({
  name: "RemoveRoleFromInstanceProfile",
  on: named(KIND),
  parameters: ["RoleName"],
  run(call) {
    const profile = findEntity(call, KIND);
    const role = findEntity(call, "role");
    if (!profile.roles.includes(role.name)) {
      throw notFound(`The role with name ${role.name} cannot be found.`);
    }
    putEntity(call, KIND, { ...profile, roles: [] });
    return undefined;
  },
});

const deleteInstanceProfile = writing({
  name: "DeleteInstanceProfile",
  on: named(KIND),
  run(call) {
    const profile = findEntity(call, KIND);
    if (profile.roles.length > 0) {
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }
    dropEntity(call, KIND, profile);
    return undefined;
  },
});

/** Instance profiles: the lab has no instances to use them. */
export const PROFILE_OPERATIONS: readonly QueryOperation[] = [
  createInstanceProfile,
  getInstanceProfile,
  listInstanceProfiles,
  listInstanceProfilesForRole,
  addRoleToInstanceProfile,
  removeRoleFromInstanceProfile,
  deleteInstanceProfile,
];
