import { accountOf, type QueryCall, type QueryOperation } from "../query/query-call.ts";
import { makeUniqueId } from "../random-ids.ts";
import type { GroupRow, UserRow } from "../state/iam-tables.ts";
import { wrap } from "../xml/write-xml.ts";
import { ENTITIES, entitiesOf, findChangeable, findEntity, lookUp, putEntity } from "./entity.ts";
import { groupElements, userElements } from "./entity-xml.ts";
import { alreadyExists, deleteConflict, limitExceeded } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { readNewName, readPath } from "./read-names.ts";
import { dropEntity, renameEntity, underNewName } from "./rename-entity.ts";
import { allOf, named, newEntity } from "./subjects.ts";

// IAM and AWS STS quotas: groups that a user can be in.
const MAX_GROUPS = 10;

const createGroup = writing({
  name: "CreateGroup",
  on: newEntity("group"),
  run(call) {
    const name = readNewName(call, "GroupName", ENTITIES.group.maxName);
    if (lookUp(call, "group") !== undefined) {
      throw alreadyExists(`Group with name ${name} already exists.`);
    }
    const group: GroupRow = {
      name,
      path: readPath(call),
      id: makeUniqueId(call.lab.random, ENTITIES.group.idPrefix),
      createdMs: call.lab.now(),
      inline: [],
      managed: [],
    };
    putEntity(call, "group", group);
    return wrap("Group", groupElements(accountOf(call), group));
  },
});

const getGroup = reading({
  name: "GetGroup",
  on: named("group"),
  parameters: PAGE_PARAMETERS,
  run(call) {
    const group = findEntity(call, "group");
    const account = accountOf(call);
    const items = membersOf(call, group).map((user) => ({
      key: user.name,
      xml: wrap("member", userElements(account, user)),
    }));
    return wrap("Group", groupElements(account, group)) + listResult(call, "Users", items);
  },
});

function membersOf(call: QueryCall, group: GroupRow): readonly UserRow[] {
  return entitiesOf(call, "user").filter((user) => isIn(user, group));
}

function isIn({ groups = [] }: UserRow, group: GroupRow): boolean {
  return groups.includes(group.name);
}

const listGroups = reading({
  name: "ListGroups",
  on: allOf("group"),
  parameters: ["PathPrefix", ...PAGE_PARAMETERS],
  run(call) {
    const prefix = call.form.get("PathPrefix") ?? "/";
    const groups = entitiesOf(call, "group").filter(({ path }) => path.startsWith(prefix));
    return listResult(
      call,
      "Groups",
      groups.map((group) => groupItem(call, group)),
    );
  },
});

function groupItem(
  call: QueryCall,
  group: GroupRow,
): { readonly key: string; readonly xml: string } {
  return { key: group.name, xml: wrap("member", groupElements(accountOf(call), group)) };
}

const listGroupsForUser = reading({
  name: "ListGroupsForUser",
  on: named("user"),
  parameters: PAGE_PARAMETERS,
  run(call) {
    const user = findEntity(call, "user");
    const groups = entitiesOf(call, "group").filter((group) => isIn(user, group));
    return listResult(
      call,
      "Groups",
      groups.map((group) => groupItem(call, group)),
    );
  },
});

const addUserToGroup = writing({
  name: "AddUserToGroup",
  on: named("group"),
  parameters: ["UserName"],
  run(call) {
    const group = findEntity(call, "group");
    const user = findChangeable(call, "user");
    if (isIn(user, group)) return undefined;
    const groups = [...(user.groups ?? []), group.name];
    if (groups.length > MAX_GROUPS) {
      throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS}`);
    }
    putEntity(call, "user", { ...user, groups });
    return undefined;
  },
});

const removeUserFromGroup = writing({
  name: "RemoveUserFromGroup",
  on: named("group"),
  parameters: ["UserName"],
  run(call) {
    const group = findEntity(call, "group");
    const user = findChangeable(call, "user");
    const groups = (user.groups ?? []).filter((name) => name !== group.name);
    putEntity(call, "user", { ...user, groups });
    return undefined;
  },
});

const updateGroup = writing({
  name: "UpdateGroup",
  on: named("group"),
  parameters: ["NewPath", "NewGroupName"],
  also: [underNewName("group")],
  run(call) {
    const group = findEntity(call, "group");
    const users = membersOf(call, group);
    const renamed = renameEntity(call, "group", group);
    for (const user of users) {
      const groups = user.groups?.map((name) => (name === group.name ? renamed.name : name));
      putEntity(call, "user", { ...user, ...(groups && { groups }) });
    }
    return undefined;
  },
});

const deleteGroup = writing({
  name: "DeleteGroup",
  on: named("group"),
  run(call) {
    const group = findEntity(call, "group");
    const conflict = [
      membersOf(call, group).length > 0 ? "must remove users from group first" : undefined,
      group.managed.length > 0 ? "must detach all policies first" : undefined,
      group.inline.length > 0 ? "must delete policies first" : undefined,
    ].find((reason) => reason !== undefined);
    if (conflict !== undefined) throw deleteConflict(`Cannot delete entity, ${conflict}.`);
    dropEntity(call, "group", group);
    return undefined;
  },
});

/** Groups and who is in them. */
export const GROUP_OPERATIONS: readonly QueryOperation[] = [
  createGroup,
  getGroup,
  listGroups,
  listGroupsForUser,
  addUserToGroup,
  removeUserFromGroup,
  updateGroup,
  deleteGroup,
];
