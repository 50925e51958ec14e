import type { JsonOperation, StatedAccess } from "../json/json-call.ts";
import { oneOf } from "../json/json-input.ts";
import { requireAnything } from "../json/require-access.ts";
import { notImplemented } from "../refusal.ts";
import { attachFullAccess } from "./attach-full-access.ts";
import { describeOrganizationRow, describeRoot } from "./describe.ts";
import { makeId } from "./make-id.ts";
import { organizationOperation } from "./organization-operation.ts";
import { organizationPage, PAGE_MEMBERS } from "./organization-page.ts";
import { organizationRefusal } from "./organization-refusals.ts";
import { ORGANIZATION_KEY, type OrganizationRow } from "./organization-tables.ts";
import { emailOf } from "./write-world-organization.ts";

const create: StatedAccess = {
  action: "organizations:CreateOrganization",
  resourceTypes: [],
  conditionKeys: [],
};

/** The caller's account becomes the management account; every policy type must be enabled. */
const createOrganization: JsonOperation = {
  name: "CreateOrganization",
  members: ["FeatureSet"],
  access: [create],
  writes: true,
  run(call) {
    const { lab, account } = call;
    if ((oneOf(call.input, "FeatureSet", ["ALL", "CONSOLIDATED_BILLING"]) ?? "ALL") !== "ALL") {
      throw notImplemented("the feature set `CONSOLIDATED_BILLING`");
    }
    requireAnything(call, create);
    const tables = lab.organizations;
    if (tables.organization.get(ORGANIZATION_KEY) !== undefined) {
      throw organizationRefusal("AlreadyInOrganizationException");
    }
    const organization: OrganizationRow = {
      id: `o-${makeId(lab.random, 10)}`,
      managementAccount: account,
      root: `r-${makeId(lab.random, 4)}`,
      enabled: [],
    };
    tables.organization.put(ORGANIZATION_KEY, organization);
    tables.members.put([account], {
      id: account,
      name: lab.world.accounts[account]?.name ?? account,
      email: emailOf(account),
      parent: organization.root,
      joinedMs: lab.now(),
      joinedMethod: "INVITED",
    });
    for (const target of [organization.root, account]) attachFullAccess(tables, target);
    return { Organization: describeOrganizationRow(organization) };
  },
};

const describeOrganization = organizationOperation({
  name: "DescribeOrganization",
  isForMembers: true,
  run: ({ organization }) => ({ Organization: describeOrganizationRow(organization) }),
});

const listRoots = organizationOperation({
  name: "ListRoots",
  members: PAGE_MEMBERS,
  run: ({ input, organization }) => organizationPage(input, "Roots", [describeRoot(organization)]),
});

/** The operations on the organization as a whole. */
export const ORGANIZATION_OPERATIONS: readonly JsonOperation[] = [
  createOrganization,
  describeOrganization,
  listRoots,
];
