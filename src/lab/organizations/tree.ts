import { findRow } from "../json/find-row.ts";
import type { OrganizationCall } from "./organization-operation.ts";
import type {
  MemberRow,
  OrganizationRow,
  OrganizationTables,
  UnitRow,
} from "./organization-tables.ts";

/** The units right under a root or unit. */
export function unitsUnder({ units }: OrganizationTables, parent: string): readonly UnitRow[] {
  return [...units.range()].map(({ value }) => value).filter((unit) => unit.parent === parent);
}

/** The accounts right under a root or unit. */
export function membersUnder(
  { members }: OrganizationTables,
  parent: string,
): readonly MemberRow[] {
  return [...members.range()].map(({ value }) => value).filter((each) => each.parent === parent);
}

/** Units and accounts right under a root or unit. */
export function childrenOf(
  tables: OrganizationTables,
  parent: string,
): readonly (UnitRow | MemberRow)[] {
  return [...unitsUnder(tables, parent), ...membersUnder(tables, parent)];
}

/** The ids from the root down to what an account stands under. */
export function levelsAbove(
  { root }: OrganizationRow,
  tables: OrganizationTables,
  { parent }: MemberRow,
): readonly string[] {
  const ids = [parent];
  while (ids[0] !== undefined && ids[0] !== root) {
    ids.unshift(findRow(tables.units, ids[0])?.parent ?? root);
  }
  return ids;
}

/** Whether something with this id can have children. */
export function isParent({ organization, lab }: OrganizationCall, id: string): boolean {
  return id === organization.root || findRow(lab.organizations.units, id) !== undefined;
}

/** Whether policies can be attached to something with this id. */
export function isTarget(call: OrganizationCall, id: string): boolean {
  return isParent(call, id) || findRow(call.lab.organizations.members, id) !== undefined;
}

/** Everything that policies can be attached to. */
export function targetsOf({ organization, lab }: OrganizationCall): readonly string[] {
  const { units, members } = lab.organizations;
  return [
    organization.root,
    ...[...units.range()].map(({ value }) => value.id),
    ...[...members.range()].map(({ value }) => value.id),
  ];
}
