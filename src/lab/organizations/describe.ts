import { seconds } from "../json/seconds.ts";
import type { JsonObject } from "../json/json-input.ts";
import type { OrganizationCall } from "./organization-operation.ts";
import { levelsAbove } from "./tree.ts";
import { awsPolicyOf } from "./aws-policies.ts";
import { organizationArn, policyArn } from "./organization-arns.ts";
import type {
  CreationRow,
  MemberRow,
  OrganizationRow,
  PolicyRow,
  UnitRow,
} from "./organization-tables.ts";
import { emailOf } from "./write-world-organization.ts";

// Organizations API Reference, data types of these names.

export function describeOrganizationRow(organization: OrganizationRow): JsonObject {
  const { id, managementAccount } = organization;
  return {
    Id: id,
    Arn: organizationArn(organization, "organization"),
    FeatureSet: "ALL",
    MasterAccountArn: organizationArn(organization, "account", managementAccount),
    MasterAccountId: managementAccount,
    MasterAccountEmail: emailOf(managementAccount),
    AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
  };
}

export function describeRoot(organization: OrganizationRow): JsonObject {
  const { root, enabled } = organization;
  return {
    Id: root,
    Arn: organizationArn(organization, "root", root),
    Name: "Root",
    PolicyTypes: enabled.map((type) => ({ Type: type, Status: "ENABLED" })),
  };
}

export function describeUnit(organization: OrganizationRow, { id, name }: UnitRow): JsonObject {
  return { Id: id, Arn: organizationArn(organization, "ou", id), Name: name };
}

export function describeMember(
  { organization, lab }: OrganizationCall,
  member: MemberRow,
): JsonObject {
  return {
    Id: member.id,
    Arn: organizationArn(organization, "account", member.id),
    Email: member.email,
    Name: member.name,
    Status: "ACTIVE",
    State: "ACTIVE",
    JoinedMethod: member.joinedMethod,
    JoinedTimestamp: seconds(member.joinedMs),
    // Its form is not documented here; elsewhere it is so (IAM API Reference, GenerateOrganizationsAccessReport, EntityPath).
    Paths: [
      [organization.id, ...levelsAbove(organization, lab.organizations, member), member.id].join(
        "/",
      ),
    ],
  };
}

export function summarizePolicy(organization: OrganizationRow, policy: PolicyRow): JsonObject {
  return {
    Id: policy.id,
    Arn: policyArn(organization, policy),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: awsPolicyOf(policy.type).id === policy.id,
  };
}

export function describePolicyRow(organization: OrganizationRow, policy: PolicyRow): JsonObject {
  return {
    Policy: { PolicySummary: summarizePolicy(organization, policy), Content: policy.content },
  };
}

export function describeCreation(
  { id, accountName, account, requestedMs }: CreationRow,
  state: "IN_PROGRESS" | "SUCCEEDED",
): JsonObject {
  const isDone = state === "SUCCEEDED";
  return {
    CreateAccountStatus: {
      Id: id,
      AccountName: accountName,
      State: state,
      RequestedTimestamp: seconds(requestedMs),
      ...(isDone && { CompletedTimestamp: seconds(requestedMs), AccountId: account }),
    },
  };
}
