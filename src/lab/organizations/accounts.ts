import { findRow } from "../json/find-row.ts";
import { uniqueIdOf } from "../../policy/index.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { type JsonObject, oneOf, requireText, textOf } from "../json/json-input.ts";
import { hasAccount } from "../state/lab-state.ts";
import { nameKey } from "../state/iam-tables.ts";
import { attachFullAccess } from "./attach-full-access.ts";
import { describeCreation, describeMember } from "./describe.ts";
import { makeAccountId, makeId } from "./make-id.ts";
import { targetArn } from "./organization-arns.ts";
import { type OrganizationCall, organizationOperation } from "./organization-operation.ts";
import { organizationPage, PAGE_MEMBERS } from "./organization-page.ts";
import { organizationRefusal } from "./organization-refusals.ts";
import type { CreationRow, MemberRow } from "./organization-tables.ts";
import { isParent, membersUnder, unitsUnder } from "./tree.ts";

const ACCOUNT = ["account"];
const PARENT = ["organizationalunit", "root"];

const listAccounts = organizationOperation({
  name: "ListAccounts",
  members: PAGE_MEMBERS,
  run: (call) =>
    memberPage(
      call,
      [...call.lab.organizations.members.range()].map(({ value }) => value),
    ),
});

const listAccountsForParent = organizationOperation({
  name: "ListAccountsForParent",
  members: ["ParentId", ...PAGE_MEMBERS],
  resourceTypes: PARENT,
  resources: (call) => [targetArn(call.organization, requireText(call.input, "ParentId"))],
  run(call) {
    const parent = requireText(call.input, "ParentId");
    if (!isParent(call, parent)) throw organizationRefusal("ParentNotFoundException");
    return memberPage(call, membersUnder(call.lab.organizations, parent));
  },
});

const describeAccount = organizationOperation({
  name: "DescribeAccount",
  members: ["AccountId"],
  resourceTypes: ACCOUNT,
  resources: (call) => [targetArn(call.organization, requireText(call.input, "AccountId"))],
  run: (call) => ({ Account: describeMember(call, requireMember(call)) }),
});

/** The account is there at once; its creation is shown as AWS shows it, first in progress. */
const createAccount = organizationOperation({
  name: "CreateAccount",
  members: ["Email", "AccountName", "RoleName", "IamUserAccessToBilling"],
  writes: true,
  run(call) {
    const { lab, input, organization } = call;
    const accountName = requireText(input, "AccountName");
    const email = requireText(input, "Email");
    const { members, creations } = lab.organizations;
    const account = makeAccountId(lab.random, (id) => hasAccount(lab, id));
    const now = lab.now();
    members.put([account], {
      id: account,
      name: accountName,
      email,
      parent: organization.root,
      joinedMs: now,
      joinedMethod: "CREATED",
    });
    attachFullAccess(lab.organizations, account);
    makeAccessRole(call, account, textOf(input, "RoleName") ?? "OrganizationAccountAccessRole");
    const creation: CreationRow = {
      id: `car-${makeId(lab.random, 32)}`,
      accountName,
      account,
      requestedMs: now,
    };
    creations.put([creation.id], creation);
    return describeCreation(creation, "IN_PROGRESS");
  },
});

const describeCreateAccountStatus = organizationOperation({
  name: "DescribeCreateAccountStatus",
  members: ["CreateAccountRequestId"],
  run({ lab, input }) {
    const id = requireText(input, "CreateAccountRequestId");
    const creation = findRow(lab.organizations.creations, id);
    if (creation === undefined) throw organizationRefusal("CreateAccountStatusNotFoundException");
    return describeCreation(creation, "SUCCEEDED");
  },
});

const moveAccount = organizationOperation({
  name: "MoveAccount",
  members: ["AccountId", "SourceParentId", "DestinationParentId"],
  resourceTypes: [...ACCOUNT, ...PARENT],
  writes: true,
  resources: ({ organization, input }) =>
    ["AccountId", "SourceParentId", "DestinationParentId"].map((member) =>
      targetArn(organization, requireText(input, member)),
    ),
  run(call) {
    const { lab, input } = call;
    const member = requireMember(call);
    const source = requireText(input, "SourceParentId");
    const destination = requireText(input, "DestinationParentId");
    if (!isParent(call, source)) throw organizationRefusal("SourceParentNotFoundException");
    if (!isParent(call, destination)) {
      throw organizationRefusal("DestinationParentNotFoundException");
    }
    if (member.parent === destination) throw organizationRefusal("DuplicateAccountException");
    if (member.parent !== source) throw organizationRefusal("SourceParentNotFoundException");
    lab.organizations.members.put([member.id], { ...member, parent: destination });
    return undefined;
  },
});

const listParents = organizationOperation({
  name: "ListParents",
  members: ["ChildId", ...PAGE_MEMBERS],
  resourceTypes: ["account", "organizationalunit"],
  resources: (call) => [targetArn(call.organization, requireText(call.input, "ChildId"))],
  run({ lab, input, organization }) {
    const child = requireText(input, "ChildId");
    const { units, members } = lab.organizations;
    const parent = (findRow(units, child) ?? findRow(members, child))?.parent;
    if (parent === undefined) throw organizationRefusal("ChildNotFoundException");
    const type = parent === organization.root ? "ROOT" : "ORGANIZATIONAL_UNIT";
    return organizationPage(input, "Parents", [{ Id: parent, Type: type }]);
  },
});

const listChildren = organizationOperation({
  name: "ListChildren",
  members: ["ParentId", "ChildType", ...PAGE_MEMBERS],
  resourceTypes: PARENT,
  resources: (call) => [targetArn(call.organization, requireText(call.input, "ParentId"))],
  run(call) {
    const { lab, input } = call;
    const parent = requireText(input, "ParentId");
    requireText(input, "ChildType");
    const type = oneOf(input, "ChildType", ["ACCOUNT", "ORGANIZATIONAL_UNIT"]);
    if (!isParent(call, parent)) throw organizationRefusal("ParentNotFoundException");
    const find = type === "ACCOUNT" ? membersUnder : unitsUnder;
    const children = find(lab.organizations, parent);
    return organizationPage(
      input,
      "Children",
      children.map(({ id }) => ({ Id: id, Type: type })),
    );
  },
});

/** The operations on accounts and their places. */
export const ACCOUNT_OPERATIONS: readonly JsonOperation[] = [
  listAccounts,
  listAccountsForParent,
  describeAccount,
  createAccount,
  describeCreateAccountStatus,
  moveAccount,
  listParents,
  listChildren,
];

function memberPage(call: OrganizationCall, members: readonly MemberRow[]): JsonObject {
  const all = members.map((member) => describeMember(call, member));
  return organizationPage(call.input, "Accounts", all);
}

function requireMember({ lab, input }: OrganizationCall): MemberRow {
  const member = findRow(lab.organizations.members, requireText(input, "AccountId"));
  if (member !== undefined) return member;
  throw organizationRefusal("AccountNotFoundException");
}

/** Organizations User Guide, Accessing member accounts: the role that a new account is born with. */
function makeAccessRole(
  { lab, organization }: OrganizationCall,
  account: string,
  name: string,
): void {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${organization.managementAccount}:root` },
        Action: "sts:AssumeRole",
      },
    ],
  };
  lab.iam.roles.put(nameKey(account, name), {
    name,
    path: "/",
    id: uniqueIdOf(`arn:aws:iam::${account}:role/${name}`),
    createdMs: lab.now(),
    inline: [],
    managed: ["arn:aws:iam::aws:policy/AdministratorAccess"],
    trust: JSON.stringify(trust, null, 2),
  });
}
