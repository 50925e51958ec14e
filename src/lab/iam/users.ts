import { accountOf, type QueryCall, type QueryOperation } from "../query/query-call.ts";
import { makeUniqueId } from "../random-ids.ts";
import type { KeyRow, UserRow } from "../state/iam-tables.ts";
import { wrap } from "../xml/write-xml.ts";
import { BOUNDARY, REQUEST_TAGS } from "./condition-keys.ts";
import {
  ENTITIES,
  entitiesOf,
  entityArn,
  findChangeable,
  findEntity,
  lookUp,
  putEntity,
} from "./entity.ts";
import { userElements, wholeUser } from "./entity-xml.ts";
import { findAttachable } from "./find-policy.ts";
import { alreadyExists, deleteConflict } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { readNewName, readPath } from "./read-names.ts";
import { readTags } from "./read-tags.ts";
import { allOf, named, newEntity } from "./subjects.ts";
import { taggingOf } from "./tagging-access.ts";
import { dropEntity, renameEntity, underNewName } from "./rename-entity.ts";

const createUser = writing({
  name: "CreateUser",
  on: newEntity("user"),
  parameters: ["PermissionsBoundary", "Tags"],
  keys: [BOUNDARY, REQUEST_TAGS],
  also: [taggingOf("user")],
  run(call) {
    const name = readNewName(call, "UserName", ENTITIES.user.maxName);
    if (lookUp(call, "user") !== undefined) {
      throw alreadyExists(`User with name ${name} already exists.`);
    }
    const boundary = readBoundary(call);
    const tags = readTags(call);
    const user: UserRow = {
      name,
      path: readPath(call),
      id: makeUniqueId(call.lab.random, ENTITIES.user.idPrefix),
      createdMs: call.lab.now(),
      inline: [],
      managed: [],
      ...(boundary !== undefined && { boundary }),
      ...(tags.length > 0 && { tags }),
    };
    putEntity(call, "user", user);
    return wrap("User", wholeUser(accountOf(call), user));
  },
});

/** The boundary that a new user or role is to have. */
export function readBoundary(call: QueryCall): string | undefined {
  const arn = call.form.get("PermissionsBoundary");
  return arn === undefined ? undefined : findAttachable(call, arn).arn;
}

const getUser = reading({
  name: "GetUser",
  on: named("user"),
  run: (call) => wrap("User", wholeUser(accountOf(call), findEntity(call, "user"))),
});

const listUsers = reading({
  name: "ListUsers",
  on: allOf("user"),
  parameters: ["PathPrefix", ...PAGE_PARAMETERS],
  run(call) {
    const prefix = call.form.get("PathPrefix") ?? "/";
    const users = entitiesOf(call, "user").filter(({ path }) => path.startsWith(prefix));
    const items = users.map((user) => ({
      key: user.name,
      xml: wrap("member", userElements(accountOf(call), user)),
    }));
    return listResult(call, "Users", items);
  },
});

const updateUser = writing({
  name: "UpdateUser",
  on: named("user"),
  parameters: ["NewPath", "NewUserName"],
  also: [underNewName("user")],
  run(call) {
    const user = findChangeable(call, "user");
    const renamed = renameEntity(call, "user", user);
    moveKeys(call, renamed);
    return undefined;
  },
});

/** Keys carry their user's ARN. */
function moveKeys(call: QueryCall, user: UserRow): void {
  const arn = entityArn(accountOf(call), "user", user);
  for (const key of keysOf(call, user)) {
    if (key.caller.kind !== "user") continue;
    const moved = { ...key, caller: { ...key.caller, arn } };
    call.lab.iam.keys.put([key.credentials.accessKeyId], moved);
  }
}

/** Every key of a user, temporary ones too. */
export function keysOf(call: QueryCall, user: Pick<UserRow, "id">): readonly KeyRow[] {
  return Array.from(call.lab.iam.keys.range(), ({ value }) => value).filter(
    ({ caller }) => caller.kind === "user" && caller.userId === user.id,
  );
}

const deleteUser = writing({
  name: "DeleteUser",
  on: named("user"),
  run(call) {
    const user = findChangeable(call, "user");
    const keys = keysOf(call, user);
    const lasting = keys.filter(({ credentials }) => credentials.sessionToken === undefined);
    const conflict = [
      user.groups?.length ? "must remove users from group first" : undefined,
      user.managed.length > 0 ? "must detach all policies first" : undefined,
      user.inline.length > 0 ? "must delete policies first" : undefined,
      lasting.length > 0 ? "must delete access keys first" : undefined,
    ].find((reason) => reason !== undefined);
    if (conflict !== undefined) throw deleteConflict(`Cannot delete entity, ${conflict}.`);
    for (const { credentials } of keys) call.lab.iam.keys.delete([credentials.accessKeyId]);
    dropEntity(call, "user", user);
    return undefined;
  },
});

/** Users themselves. */
export const USER_OPERATIONS: readonly QueryOperation[] = [
  createUser,
  getUser,
  listUsers,
  updateUser,
  deleteUser,
];
