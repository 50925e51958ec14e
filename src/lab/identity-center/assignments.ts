import { findRow } from "../json/find-row.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { isNull, type JsonObject, oneOf, requireText } from "../json/json-input.ts";
import { failedConstraint } from "../json/json-refusal.ts";
import { seconds } from "../json/seconds.ts";
import { hasAccount, type LabState } from "../state/lab-state.ts";
import type { AssignmentRow, OperationRow, PermissionSetRow } from "./identity-center-tables.ts";
import { makeUuid } from "./make-uuid.ts";
import { provision, unprovision } from "./provision.ts";
import { notFound, requireSet, type SsoCall, ssoOperation } from "./sso-operation.ts";
import { PAGE_MEMBERS, ssoPage } from "./sso-page.ts";

const ASSIGNMENT = [
  "TargetId",
  "TargetType",
  "PermissionSetArn",
  "PrincipalType",
  "PrincipalId",
] as const;

const createAccountAssignment = ssoOperation({
  name: "CreateAccountAssignment",
  members: ASSIGNMENT,
  resourceTypes: ["PermissionSet", "Account"],
  writes: true,
  run(call) {
    const { lab, instance } = call;
    const { set, assignment } = readAssignment(call);
    lab.identityCenter.assignments.put(keyOf(assignment), assignment);
    provision(lab, instance, { set, account: assignment.account });
    const operation = record(call, { kind: "creation", set: set.arn, ...assignmentOf(assignment) });
    return { AccountAssignmentCreationStatus: describe(operation, "IN_PROGRESS") };
  },
});

const deleteAccountAssignment = ssoOperation({
  name: "DeleteAccountAssignment",
  members: ASSIGNMENT,
  resourceTypes: ["PermissionSet", "Account"],
  writes: true,
  run(call) {
    const { lab } = call;
    const { set, assignment } = readAssignment(call);
    const { account } = assignment;
    lab.identityCenter.assignments.delete(keyOf(assignment));
    if (assigned(lab, account, set.id).length === 0) unprovision(lab, set, account);
    const operation = record(call, { kind: "deletion", set: set.arn, ...assignmentOf(assignment) });
    return { AccountAssignmentDeletionStatus: describe(operation, "IN_PROGRESS") };
  },
});

const describeCreation = ssoOperation({
  name: "DescribeAccountAssignmentCreationStatus",
  members: ["AccountAssignmentCreationRequestId"],
  run: (call) => ({
    AccountAssignmentCreationStatus: status(call, "creation", "AccountAssignmentCreationRequestId"),
  }),
});

const describeDeletion = ssoOperation({
  name: "DescribeAccountAssignmentDeletionStatus",
  members: ["AccountAssignmentDeletionRequestId"],
  run: (call) => ({
    AccountAssignmentDeletionStatus: status(call, "deletion", "AccountAssignmentDeletionRequestId"),
  }),
});

const listAccountAssignments = ssoOperation({
  name: "ListAccountAssignments",
  members: ["AccountId", "PermissionSetArn", ...PAGE_MEMBERS],
  resourceTypes: ["PermissionSet", "Account"],
  run(call) {
    const set = requireSet(call);
    const all = assigned(call.lab, requireAccountId(call.input), set.id).map((row) => ({
      AccountId: row.account,
      PermissionSetArn: set.arn,
      PrincipalType: row.principalType,
      PrincipalId: row.principalId,
    }));
    return ssoPage(call.input, "AccountAssignments", all);
  },
});

const provisionPermissionSet = ssoOperation({
  name: "ProvisionPermissionSet",
  members: ["PermissionSetArn", "TargetId", "TargetType"],
  resourceTypes: ["PermissionSet", "Account"],
  writes: true,
  run(call) {
    const { lab, instance, input } = call;
    const set = requireSet(call);
    const type = oneOf(input, "TargetType", ["AWS_ACCOUNT", "ALL_PROVISIONED_ACCOUNTS"]);
    if (type === undefined) throw isNull("TargetType");
    const target = type === "AWS_ACCOUNT" ? requireText(input, "TargetId") : undefined;
    const accounts = provisionedAccounts(lab, set);
    if (target !== undefined && !accounts.includes(target)) throw notFound("Account");
    for (const account of target === undefined ? accounts : [target]) {
      provision(lab, instance, { set, account });
    }
    const operation = record(call, {
      kind: "provisioning",
      set: set.arn,
      ...(target !== undefined && { account: target }),
    });
    return { PermissionSetProvisioningStatus: describe(operation, "IN_PROGRESS") };
  },
});

const describeProvisioning = ssoOperation({
  name: "DescribePermissionSetProvisioningStatus",
  members: ["ProvisionPermissionSetRequestId"],
  run: (call) => ({
    PermissionSetProvisioningStatus: status(
      call,
      "provisioning",
      "ProvisionPermissionSetRequestId",
    ),
  }),
});

const listAccountsForSet = ssoOperation({
  name: "ListAccountsForProvisionedPermissionSet",
  members: ["PermissionSetArn", ...PAGE_MEMBERS],
  resourceTypes: ["PermissionSet"],
  run: (call) => ssoPage(call.input, "AccountIds", provisionedAccounts(call.lab, requireSet(call))),
});

const listSetsForAccount = ssoOperation({
  name: "ListPermissionSetsProvisionedToAccount",
  members: ["AccountId", ...PAGE_MEMBERS],
  resourceTypes: ["Account"],
  run({ lab, input }) {
    const { provisions, permissionSets } = lab.identityCenter;
    const rows = [...provisions.range({ within: [requireAccountId(input)] })];
    const all = rows.flatMap(({ value }) => findRow(permissionSets, value.set)?.arn ?? []);
    return ssoPage(input, "PermissionSets", all);
  },
});

/** The operations on assignments of permission sets to people in accounts. */
export const ASSIGNMENT_OPERATIONS: readonly JsonOperation[] = [
  createAccountAssignment,
  deleteAccountAssignment,
  describeCreation,
  describeDeletion,
  listAccountAssignments,
  provisionPermissionSet,
  describeProvisioning,
  listAccountsForSet,
  listSetsForAccount,
];

function readAssignment(call: SsoCall): {
  readonly set: PermissionSetRow;
  readonly assignment: AssignmentRow;
} {
  const { lab, input } = call;
  const set = requireSet(call);
  const account = requireText(input, "TargetId");
  if (oneOf(input, "TargetType", ["AWS_ACCOUNT"]) === undefined) throw isNull("TargetType");
  const principalType = oneOf(input, "PrincipalType", ["USER", "GROUP"]);
  if (principalType === undefined) throw isNull("PrincipalType");
  const principalId = requireText(input, "PrincipalId");
  if (!hasAccount(lab, account)) throw notFound("Account");
  const { users, groups } = lab.identityCenter;
  const found =
    principalType === "USER" ? findRow(users, principalId) : findRow(groups, principalId);
  if (found === undefined) throw notFound("Principal");
  return { set, assignment: { account, set: set.id, principalType, principalId } };
}

function requireAccountId(input: JsonObject): string {
  const id = requireText(input, "AccountId");
  if (/^\d{12}$/.test(id)) return id;
  const rule = "Member must satisfy regular expression pattern: \\d{12}";
  throw failedConstraint("AccountId", `'${id}'`, rule);
}

function keyOf(row: AssignmentRow): readonly string[] {
  return [row.account, row.set, row.principalType, row.principalId];
}

function assigned(lab: LabState, account: string, set: string): readonly AssignmentRow[] {
  const rows = lab.identityCenter.assignments.range({ within: [account, set] });
  return [...rows].map(({ value }) => value);
}

function provisionedAccounts(lab: LabState, set: PermissionSetRow): readonly string[] {
  return [...lab.identityCenter.provisions.range()]
    .map(({ value }) => value)
    .filter((row) => row.set === set.id)
    .map(({ account }) => account);
}

function assignmentOf({
  account,
  principalType,
  principalId,
}: AssignmentRow): Partial<OperationRow> {
  return { account, principalType, principalId };
}

function record(
  { lab }: SsoCall,
  about: Pick<OperationRow, "kind" | "set"> & Partial<OperationRow>,
): OperationRow {
  const operation: OperationRow = { ...about, id: makeUuid(lab.random), createdMs: lab.now() };
  lab.identityCenter.operations.put([operation.id], operation);
  return operation;
}

/** Everything is done by the time anyone asks. */
function status({ lab, input }: SsoCall, kind: OperationRow["kind"], member: string): JsonObject {
  const operation = findRow(lab.identityCenter.operations, requireText(input, member));
  if (operation?.kind !== kind) throw notFound("Request");
  return describe(operation, "SUCCEEDED");
}

function describe(operation: OperationRow, state: "IN_PROGRESS" | "SUCCEEDED"): JsonObject {
  const { id, kind, set, createdMs, account, principalType, principalId } = operation;
  return {
    Status: state,
    RequestId: id,
    PermissionSetArn: set,
    CreatedDate: seconds(createdMs),
    ...(kind === "provisioning"
      ? { ...(account !== undefined && { AccountId: account }) }
      : {
          TargetId: account,
          TargetType: "AWS_ACCOUNT",
          PrincipalType: principalType,
          PrincipalId: principalId,
        }),
  };
}
