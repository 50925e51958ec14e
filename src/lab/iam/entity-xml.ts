import type { GroupRow, InstanceProfileRow, RoleRow, UserRow } from "../state/iam-tables.ts";
import type { Pairs } from "../state/stored-object.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { entityArn, type EntityKind } from "./entity.ts";

/** A time as IAM writes it. */
export function iamTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** The tags of something; nothing at all where it has none. */
export function tagElements(tags: Pairs | undefined): string {
  return tags === undefined || tags.length === 0 ? "" : wrap("Tags", tagMembers(tags));
}

/** Tags as members of a list. */
export function tagMembers(tags: Pairs): string {
  return tags
    .map(([key, value]) => wrap("member", element("Key", key) + element("Value", value)))
    .join("");
}

interface Named {
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly createdMs: number;
}

/** What all entities have, in IAM's order. */
export function nameElements(
  account: string,
  [kind, noun]: readonly [EntityKind, string],
  row: Named,
): string {
  return (
    element("Path", row.path) +
    element(`${noun}Name`, row.name) +
    element(`${noun}Id`, row.id) +
    element("Arn", entityArn(account, kind, row)) +
    element("CreateDate", iamTime(row.createdMs))
  );
}

/** A permissions boundary, where there is one. */
export function boundaryElement(arn: string | undefined): string {
  if (arn === undefined) return "";
  return wrap(
    "PermissionsBoundary",
    element("PermissionsBoundaryType", "Policy") + element("PermissionsBoundaryArn", arn),
  );
}

/** A user; lists leave out tags and boundaries (IAM API Reference, ListUsers). */
export function userElements(account: string, user: UserRow): string {
  return nameElements(account, ["user", "User"], user);
}

/** A user whole. */
export function wholeUser(account: string, user: UserRow): string {
  return userElements(account, user) + boundaryElement(user.boundary) + tagElements(user.tags);
}

/** A group. */
export function groupElements(account: string, group: GroupRow): string {
  return nameElements(account, ["group", "Group"], group);
}

/** IAM User Guide, Maximum CLI/API session duration: one hour unless it is said. */
const DEFAULT_SESSION_SECONDS = 3600;

/** A role; lists leave out tags, boundaries and the last use. */
export function roleElements(account: string, role: RoleRow, trust: string): string {
  return (
    nameElements(account, ["role", "Role"], role) +
    element("AssumeRolePolicyDocument", encodeURIComponent(trust)) +
    element("Description", role.description) +
    element("MaxSessionDuration", role.maxSessionSeconds ?? DEFAULT_SESSION_SECONDS)
  );
}

/** An instance profile with its role. */
export function profileElements(
  account: string,
  profile: InstanceProfileRow,
  roles: readonly string[],
): string {
  return (
    nameElements(account, ["instance-profile", "InstanceProfile"], profile) +
    wrap("Roles", roles.map((role) => wrap("member", role)).join("")) +
    tagElements(profile.tags)
  );
}
