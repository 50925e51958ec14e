import { withdrawAccount } from "../identity-center/provision.ts";
import { findRow } from "../json/find-row.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { requireText } from "../json/json-input.ts";
import { detachAll } from "./attach-full-access.ts";
import { targetArn } from "./organization-arns.ts";
import { type OrganizationCall, organizationOperation } from "./organization-operation.ts";
import { constraintViolation, organizationRefusal } from "./organization-refusals.ts";

const removeAccountFromOrganization = organizationOperation({
  name: "RemoveAccountFromOrganization",
  members: ["AccountId"],
  resourceTypes: ["account"],
  writes: true,
  resources: (call) => [targetArn(call.organization, requireText(call.input, "AccountId"))],
  run(call) {
    depart(call, requireText(call.input, "AccountId"));
    return undefined;
  },
});

const leaveOrganization = organizationOperation({
  name: "LeaveOrganization",
  isForMembers: true,
  writes: true,
  run(call) {
    depart(call, call.account);
    return undefined;
  },
});

/** The operations by which an account leaves its organization. */
export const DEPARTURE_OPERATIONS: readonly JsonOperation[] = [
  removeAccountFromOrganization,
  leaveOrganization,
];

/** The account stands alone from now on: no policy of the organization binds it, and Identity Center has left it. */
function depart({ lab, organization }: OrganizationCall, account: string): void {
  const { members } = lab.organizations;
  const member = findRow(members, account);
  if (member === undefined) throw organizationRefusal("AccountNotFoundException");
  if (account === organization.managementAccount) {
    throw organizationRefusal("MasterCannotLeaveOrganizationException");
  }
  // Whoever makes an account in an organization has not said how it pays, and the lab does not ask.
  if (member.joinedMethod === "CREATED") throw missesPrerequisites();
  members.delete([account]);
  detachAll(lab.organizations, account);
  withdrawAccount(lab, account);
}

function missesPrerequisites(): Error {
  return constraintViolation(
    "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
    "The member account is missing one or more of the prerequisites required to operate as a standalone account. To add what is missing, sign-in to the member account using the AWS Organizations console, then select to leave the organization. You will then be prompted to enter any missing information.",
  );
}
