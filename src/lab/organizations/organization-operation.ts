import type { Permission } from "../authorize.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import { accessDeniedException } from "../json/json-refusal.ts";
import type { JsonObject } from "../json/json-input.ts";
import { requireAccess } from "../json/require-access.ts";
import { organizationRefusal } from "./organization-refusals.ts";
import { ORGANIZATION_KEY, type OrganizationRow } from "./organization-tables.ts";

/** A call from an account that is in the organization. */
export interface OrganizationCall extends JsonCall {
  readonly organization: OrganizationRow;
}

/** An operation of Organizations on an organization that there is. */
export interface OrganizationOperation {
  readonly name: string;
  readonly members?: readonly string[];
  /** The types of `resources`. */
  readonly resourceTypes?: readonly string[];
  readonly conditionKeys?: readonly string[];
  readonly writes?: boolean;
  /** Whether members too may call it; most are for the management account alone. */
  readonly isForMembers?: boolean;
  /** ARNs of what it touches; `*` when absent. */
  resources?(call: OrganizationCall): readonly string[];
  context?(call: OrganizationCall): Permission["context"];
  run(call: OrganizationCall): JsonObject | undefined;
}

/** Makes the row of an operation. */
export function organizationOperation(operation: OrganizationOperation): JsonOperation {
  const { name, members = [], resourceTypes = [], conditionKeys = [], writes = false } = operation;
  const stated: StatedAccess = { action: `organizations:${name}`, resourceTypes, conditionKeys };
  return {
    name,
    members,
    access: [stated],
    writes,
    run(call) {
      const inside = requireOrganization(call);
      const { managementAccount } = inside.organization;
      const resources = operation.resources?.(inside) ?? ["*"];
      for (const resource of resources) {
        requireAccess(call, stated, {
          resource,
          resourceAccount: call.account,
          resourcePolicies: [],
          context: operation.context?.(inside) ?? {},
        });
      }
      if (call.account !== managementAccount && operation.isForMembers !== true) {
        throw accessDeniedException("You don't have permissions to access this resource.");
      }
      return operation.run(inside);
    },
  };
}

function requireOrganization(call: JsonCall): OrganizationCall {
  const { organization: view, organizations } = call.lab;
  const organization = organizations.organization.get(ORGANIZATION_KEY);
  if (organization === undefined || view.idOf(call.account) === undefined) {
    throw organizationRefusal("AWSOrganizationsNotInUseException");
  }
  return { ...call, organization };
}
