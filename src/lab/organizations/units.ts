import { findRow } from "../json/find-row.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { requireText, textOf } from "../json/json-input.ts";
import { attachFullAccess, detachAll } from "./attach-full-access.ts";
import { describeUnit } from "./describe.ts";
import { makeId } from "./make-id.ts";
import { targetArn } from "./organization-arns.ts";
import { type OrganizationCall, organizationOperation } from "./organization-operation.ts";
import { organizationPage, PAGE_MEMBERS } from "./organization-page.ts";
import { organizationRefusal } from "./organization-refusals.ts";
import type { UnitRow } from "./organization-tables.ts";
import { childrenOf, isParent, unitsUnder } from "./tree.ts";

const UNIT = ["organizationalunit"];
const PARENT = ["organizationalunit", "root"];

const createOrganizationalUnit = organizationOperation({
  name: "CreateOrganizationalUnit",
  members: ["ParentId", "Name"],
  resourceTypes: PARENT,
  writes: true,
  resources: (call) => [targetArn(call.organization, requireText(call.input, "ParentId"))],
  run(call) {
    const { lab, organization, input } = call;
    const parent = requireParent(call);
    const name = requireText(input, "Name");
    requireFreeName(call, parent, name);
    const id = `ou-${organization.root.slice(2)}-${makeId(lab.random, 8)}`;
    const unit: UnitRow = { id, name, parent };
    lab.organizations.units.put([id], unit);
    attachFullAccess(lab.organizations, id);
    return { OrganizationalUnit: describeUnit(organization, unit) };
  },
});

const updateOrganizationalUnit = organizationOperation({
  name: "UpdateOrganizationalUnit",
  members: ["OrganizationalUnitId", "Name"],
  resourceTypes: UNIT,
  writes: true,
  resources: unitArn,
  run(call) {
    const unit = requireUnit(call);
    const name = textOf(call.input, "Name") ?? unit.name;
    if (name !== unit.name) requireFreeName(call, unit.parent, name);
    const changed = { ...unit, name };
    call.lab.organizations.units.put([unit.id], changed);
    return { OrganizationalUnit: describeUnit(call.organization, changed) };
  },
});

const deleteOrganizationalUnit = organizationOperation({
  name: "DeleteOrganizationalUnit",
  members: ["OrganizationalUnitId"],
  resourceTypes: UNIT,
  writes: true,
  resources: unitArn,
  run(call) {
    const tables = call.lab.organizations;
    const { id } = requireUnit(call);
    if (childrenOf(tables, id).length > 0) {
      throw organizationRefusal("OrganizationalUnitNotEmptyException");
    }
    tables.units.delete([id]);
    detachAll(tables, id);
    return undefined;
  },
});

const describeOrganizationalUnit = organizationOperation({
  name: "DescribeOrganizationalUnit",
  members: ["OrganizationalUnitId"],
  resourceTypes: UNIT,
  resources: unitArn,
  run: (call) => ({ OrganizationalUnit: describeUnit(call.organization, requireUnit(call)) }),
});

const listOrganizationalUnitsForParent = organizationOperation({
  name: "ListOrganizationalUnitsForParent",
  members: ["ParentId", ...PAGE_MEMBERS],
  resourceTypes: PARENT,
  resources: (call) => [targetArn(call.organization, requireText(call.input, "ParentId"))],
  run(call) {
    const units = unitsUnder(call.lab.organizations, requireParent(call));
    return organizationPage(
      call.input,
      "OrganizationalUnits",
      units.map((unit) => describeUnit(call.organization, unit)),
    );
  },
});

/** The operations on organizational units. */
export const UNIT_OPERATIONS: readonly JsonOperation[] = [
  createOrganizationalUnit,
  updateOrganizationalUnit,
  deleteOrganizationalUnit,
  describeOrganizationalUnit,
  listOrganizationalUnitsForParent,
];

function unitArn({ organization, input }: OrganizationCall): readonly string[] {
  return [targetArn(organization, requireText(input, "OrganizationalUnitId"))];
}

function requireUnit({ lab, input }: OrganizationCall): UnitRow {
  const unit = findRow(lab.organizations.units, requireText(input, "OrganizationalUnitId"));
  if (unit !== undefined) return unit;
  throw organizationRefusal("OrganizationalUnitNotFoundException");
}

function requireParent(call: OrganizationCall): string {
  const parent = requireText(call.input, "ParentId");
  if (isParent(call, parent)) return parent;
  throw organizationRefusal("ParentNotFoundException");
}

function requireFreeName({ lab }: OrganizationCall, parent: string, name: string): void {
  if (unitsUnder(lab.organizations, parent).every((unit) => unit.name !== name)) return;
  throw organizationRefusal("DuplicateOrganizationalUnitException");
}
