import { findRow } from "../json/find-row.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import {
  isNull,
  type JsonObject,
  objectOf,
  objectsOf,
  requireText,
  textOf,
} from "../json/json-input.ts";
import { accessDeniedException } from "../json/json-refusal.ts";
import { requireAccess } from "../json/require-access.ts";
import {
  type GroupRow,
  INSTANCE_KEY,
  type InstanceRow,
  type UserRow,
} from "./identity-center-tables.ts";
import { makeUuid } from "./make-uuid.ts";
import { conflict, notFound } from "./sso-operation.ts";
import { PAGE_MEMBERS, ssoPage } from "./sso-page.ts";

type ResourceType = "User" | "AllUsers" | "Group" | "AllGroups" | "AllGroupMemberships";

interface StoreOperation {
  readonly name: string;
  readonly members: readonly string[];
  /** Beside the store; users and groups are those that the input names. */
  readonly resourceTypes?: readonly ResourceType[];
  readonly writes?: boolean;
  run(call: JsonCall, instance: InstanceRow): JsonObject;
}

/** Makes the row of an operation on the identity store of the instance. */
function storeOperation(operation: StoreOperation): JsonOperation {
  const { name, members, writes = false, resourceTypes = [] } = operation;
  const stated: StatedAccess = {
    action: `identitystore:${name}`,
    resourceTypes: ["Identitystore", ...resourceTypes],
    conditionKeys: ["identitystore:PrimaryRegion"],
  };
  return {
    name,
    members: ["IdentityStoreId", ...members],
    access: [stated],
    writes,
    run(call) {
      const id = requireText(call.input, "IdentityStoreId");
      const instance = call.lab.identityCenter.instance.get(INSTANCE_KEY);
      const store = `arn:aws:identitystore::${call.account}:identitystore/${id}`;
      for (const resource of [store, ...resourceTypes.map((type) => arnOf(call, type))]) {
        requireAccess(call, stated, {
          resource,
          resourceAccount: call.account,
          resourcePolicies: [],
          context: instance === undefined ? {} : { "identitystore:primaryregion": instance.region },
        });
      }
      if (instance?.storeId !== id) throw notFound("IdentityStore");
      if (call.account !== instance.owner) throw accessDeniedException("Access denied");
      return operation.run(call, instance);
    },
  };
}

function arnOf({ input }: JsonCall, type: ResourceType): string {
  const member = objectOf(input, "MemberId") ?? input;
  switch (type) {
    case "User":
      return `arn:aws:identitystore:::user/${textOf(member, "UserId") ?? "*"}`;
    case "Group":
      return `arn:aws:identitystore:::group/${textOf(input, "GroupId") ?? "*"}`;
    case "AllUsers":
      return "arn:aws:identitystore:::user/*";
    case "AllGroups":
      return "arn:aws:identitystore:::group/*";
    case "AllGroupMemberships":
      return "arn:aws:identitystore:::membership/*";
  }
}

const createUser = storeOperation({
  name: "CreateUser",
  members: ["UserName", "Name", "DisplayName", "Emails"],
  writes: true,
  run({ lab, input }, { storeId }) {
    const userName = requireText(input, "UserName");
    const rows = [...lab.identityCenter.users.range()];
    if (rows.some(({ value }) => value.userName === userName)) {
      throw conflict("Duplicate UserName");
    }
    const name = objectOf(input, "Name") ?? {};
    const displayName = textOf(input, "DisplayName");
    const givenName = textOf(name, "GivenName");
    const familyName = textOf(name, "FamilyName");
    const email = objectsOf(input, "Emails").map((each) => textOf(each, "Value"))[0];
    const user: UserRow = {
      id: makeUuid(lab.random),
      userName,
      ...(displayName !== undefined && { displayName }),
      ...(givenName !== undefined && { givenName }),
      ...(familyName !== undefined && { familyName }),
      ...(email !== undefined && { email }),
    };
    lab.identityCenter.users.put([user.id], user);
    return { IdentityStoreId: storeId, UserId: user.id };
  },
});

const describeUser = storeOperation({
  name: "DescribeUser",
  members: ["UserId"],
  resourceTypes: ["User"],
  run: ({ lab, input }, instance) => {
    const user = findRow(lab.identityCenter.users, requireText(input, "UserId"));
    if (user === undefined) throw notFound("USER");
    return userEntry(instance, user);
  },
});

const listUsers = storeOperation({
  name: "ListUsers",
  members: PAGE_MEMBERS,
  resourceTypes: ["AllUsers"],
  run({ lab, input }, instance) {
    const users = [...lab.identityCenter.users.range()].map(({ value }) => value);
    return ssoPage(
      input,
      "Users",
      users.map((user) => userEntry(instance, user)),
    );
  },
});

const getUserId = storeOperation({
  name: "GetUserId",
  members: ["AlternateIdentifier"],
  resourceTypes: ["User"],
  run({ lab, input }, { storeId }) {
    const unique = objectOf(objectOf(input, "AlternateIdentifier") ?? {}, "UniqueAttribute");
    if (unique === undefined) throw isNull("AlternateIdentifier");
    const isByName = requireText(unique, "AttributePath").toLowerCase() === "username";
    const wanted = requireText(unique, "AttributeValue");
    const rows = [...lab.identityCenter.users.range()].map(({ value }) => value);
    const user = rows.find(({ userName, email }) => (isByName ? userName : email) === wanted);
    if (user === undefined) throw notFound("USER");
    return { IdentityStoreId: storeId, UserId: user.id };
  },
});

const createGroup = storeOperation({
  name: "CreateGroup",
  members: ["DisplayName", "Description"],
  writes: true,
  run({ lab, input }, { storeId }) {
    const displayName = requireText(input, "DisplayName");
    const rows = [...lab.identityCenter.groups.range()];
    if (rows.some(({ value }) => value.displayName === displayName)) {
      throw conflict("Duplicate GroupDisplayName");
    }
    const description = textOf(input, "Description");
    const group: GroupRow = {
      id: makeUuid(lab.random),
      displayName,
      ...(description !== undefined && { description }),
    };
    lab.identityCenter.groups.put([group.id], group);
    return { IdentityStoreId: storeId, GroupId: group.id };
  },
});

const listGroups = storeOperation({
  name: "ListGroups",
  members: PAGE_MEMBERS,
  resourceTypes: ["AllGroups"],
  run({ lab, input }, { storeId }) {
    const groups = [...lab.identityCenter.groups.range()].map(({ value }) => ({
      GroupId: value.id,
      DisplayName: value.displayName,
      ...(value.description !== undefined && { Description: value.description }),
      IdentityStoreId: storeId,
    }));
    return ssoPage(input, "Groups", groups);
  },
});

const createGroupMembership = storeOperation({
  name: "CreateGroupMembership",
  members: ["GroupId", "MemberId"],
  resourceTypes: ["Group", "User"],
  writes: true,
  run({ lab, input }, { storeId }) {
    const { users, groups, memberships } = lab.identityCenter;
    const group = requireText(input, "GroupId");
    const user = requireText(objectOf(input, "MemberId") ?? {}, "UserId");
    if (findRow(groups, group) === undefined) throw notFound("GROUP");
    if (findRow(users, user) === undefined) throw notFound("USER");
    const rows = [...memberships.range()].map(({ value }) => value);
    if (rows.some((row) => row.group === group && row.user === user)) {
      throw conflict("Member and Group relationship already exists.");
    }
    const id = makeUuid(lab.random);
    memberships.put([id], { id, group, user });
    return { IdentityStoreId: storeId, MembershipId: id };
  },
});

const listGroupMemberships = storeOperation({
  name: "ListGroupMemberships",
  members: ["GroupId", ...PAGE_MEMBERS],
  resourceTypes: ["AllGroupMemberships", "Group"],
  run({ lab, input }, { storeId }) {
    const { groups, memberships } = lab.identityCenter;
    const group = requireText(input, "GroupId");
    if (findRow(groups, group) === undefined) throw notFound("GROUP");
    const rows = [...memberships.range()].map(({ value }) => value);
    const all = rows
      .filter((row) => row.group === group)
      .map((row) => ({
        IdentityStoreId: storeId,
        MembershipId: row.id,
        GroupId: row.group,
        MemberId: { UserId: row.user },
      }));
    return ssoPage(input, "GroupMemberships", all);
  },
});

/** Every operation of the identity store that the lab has. */
export const IDENTITY_STORE_OPERATIONS: readonly JsonOperation[] = [
  createUser,
  describeUser,
  listUsers,
  getUserId,
  createGroup,
  listGroups,
  createGroupMembership,
  listGroupMemberships,
];

function userEntry({ storeId }: InstanceRow, user: UserRow): JsonObject {
  const { displayName, givenName, familyName, email } = user;
  const hasName = givenName !== undefined || familyName !== undefined;
  return {
    UserName: user.userName,
    UserId: user.id,
    ...(hasName && { Name: { GivenName: givenName, FamilyName: familyName } }),
    ...(displayName !== undefined && { DisplayName: displayName }),
    ...(email !== undefined && { Emails: [{ Value: email, Primary: true }] }),
    IdentityStoreId: storeId,
  };
}
