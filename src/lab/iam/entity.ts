import {
  accountOf,
  type QueryCall,
  requireParameter,
  validationError,
} from "../query/query-call.ts";
import {
  type GroupRow,
  type IamTables,
  type InstanceProfileRow,
  nameKey,
  type RoleRow,
  type UserRow,
} from "../state/iam-tables.ts";
import type { Refusal } from "../refusal.ts";
import type { Table } from "../state/store.ts";
import { notFound, unmodifiable } from "./iam-refusals.ts";

interface EntityRows {
  readonly user: UserRow;
  readonly role: RoleRow;
  readonly group: GroupRow;
  readonly "instance-profile": InstanceProfileRow;
}

/** What IAM keeps by name; policies and identity providers are known by their ARNs. */
export type EntityKind = keyof EntityRows;

/** A row of that kind. */
export type EntityRow<Kind extends EntityKind> = EntityRows[Kind];

interface EntityTraits {
  /** As it stands in the names of operations. */
  readonly noun: string;
  /** The parameter that names one. */
  readonly parameter: string;
  /** As it stands in messages. */
  readonly word: string;
  /** What unique ids begin with (IAM User Guide, IAM identifiers). */
  readonly idPrefix: string;
  /** IAM and AWS STS quotas, Name requirements. */
  readonly maxName: number;
}

/** How the kinds differ. */
export const ENTITIES: Readonly<Record<EntityKind, EntityTraits>> = {
  user: { noun: "User", parameter: "UserName", word: "user", idPrefix: "AIDA", maxName: 64 },
  role: { noun: "Role", parameter: "RoleName", word: "role", idPrefix: "AROA", maxName: 64 },
  group: { noun: "Group", parameter: "GroupName", word: "group", idPrefix: "AGPA", maxName: 128 },
  "instance-profile": {
    noun: "InstanceProfile",
    parameter: "InstanceProfileName",
    word: "instance profile",
    idPrefix: "AIPA",
    maxName: 128,
  },
};

/** The table that a kind is kept in. */
export function tableOf<Kind extends EntityKind>(
  iam: IamTables,
  kind: Kind,
): Table<EntityRow<Kind>> {
  const tables: { readonly [K in EntityKind]: Table<EntityRow<K>> } = {
    user: iam.users,
    role: iam.roles,
    group: iam.groups,
    "instance-profile": iam.profiles,
  };
  return tables[kind];
}

/** The ARN of something with a path and a name. */
export function entityArn(
  account: string,
  kind: EntityKind | "policy",
  { path, name }: { readonly path: string; readonly name: string },
): string {
  return `arn:aws:iam::${account}:${kind}${path}${name}`;
}

/** The name that a call gives; where it may leave out a user's, the calling user's own. */
export function entityName(call: QueryCall, kind: EntityKind): string {
  const { parameter } = ENTITIES[kind];
  const mayBeLeftOut = kind === "user" && SELF_SERVICE.has(call.form.get("Action") ?? "");
  if (!mayBeLeftOut || call.form.has(parameter)) return requireParameter(call, parameter);
  const { caller } = call.identity;
  if (caller.kind === "user") return caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
  throw validationError("Must specify userName when calling with non-User credentials");
}

// IAM API Reference: "If you do not specify a user name, IAM determines the user name implicitly".
const SELF_SERVICE: ReadonlySet<string> = new Set([
  "GetUser",
  "CreateAccessKey",
  "ListAccessKeys",
  "UpdateAccessKey",
  "DeleteAccessKey",
]);

/** The row with the name that a call gives, if there is one in the caller's account. */
export function lookUp<Kind extends EntityKind>(
  call: QueryCall,
  kind: Kind,
): EntityRow<Kind> | undefined {
  return tableOf(call.lab.iam, kind).get(nameKey(accountOf(call), entityName(call, kind)));
}

/** The row that a call is about. */
export function findEntity<Kind extends EntityKind>(call: QueryCall, kind: Kind): EntityRow<Kind> {
  const row = lookUp(call, kind);
  if (row !== undefined) return row;
  throw noSuchEntity(kind, entityName(call, kind));
}

/** IAM's answer to a name that nobody has. */
function noSuchEntity(kind: EntityKind, name: string): Refusal {
  const text =
    kind === "instance-profile"
      ? `Instance Profile ${name} cannot be found.`
      : `The ${ENTITIES[kind].word} with name ${name} cannot be found.`;
  return notFound(text);
}

/** The same for a change: roles of Identity Center belong to AWS. */
export function findChangeable<Kind extends EntityKind>(
  call: QueryCall,
  kind: Kind,
): EntityRow<Kind> {
  const row = findEntity(call, kind);
  if (kind === "role" && row.path.startsWith("/aws-reserved/")) throw unmodifiable(row.name);
  return row;
}

/** Writes a row back; only in a transaction. */
export function putEntity<Kind extends EntityKind>(
  call: QueryCall,
  kind: Kind,
  row: EntityRow<Kind>,
): void {
  tableOf(call.lab.iam, kind).put(nameKey(accountOf(call), row.name), row);
}

/** All rows of a kind in the caller's account, in the order of their names. */
export function entitiesOf<Kind extends EntityKind>(
  call: QueryCall,
  kind: Kind,
): readonly EntityRow<Kind>[] {
  const rows = tableOf(call.lab.iam, kind).range({ within: [accountOf(call)] });
  return Array.from(rows, ({ value }) => value);
}
