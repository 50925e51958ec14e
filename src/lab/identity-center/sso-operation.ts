import { findRow } from "../json/find-row.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import { type JsonObject, requireText } from "../json/json-input.ts";
import { accessDeniedException, jsonRefusal } from "../json/json-refusal.ts";
import { requireAccess } from "../json/require-access.ts";
import { INSTANCE_KEY, type InstanceRow, type PermissionSetRow } from "./identity-center-tables.ts";

/** A call about the instance that there is. */
export interface SsoCall extends JsonCall {
  readonly instance: InstanceRow;
}

/** The types of resources that operations of `sso` name. */
type ResourceType = "Instance" | "PermissionSet" | "Account";

/** An operation on the instance. */
export interface SsoOperation {
  readonly name: string;
  readonly members?: readonly string[];
  /** Beside the instance. */
  readonly resourceTypes?: readonly ("PermissionSet" | "Account")[];
  readonly writes?: boolean;
  run(call: SsoCall): JsonObject | undefined;
}

/** Makes the row of an operation; the permission set and the account are those that its input names. */
export function ssoOperation(operation: SsoOperation): JsonOperation {
  const { name, members = [], writes = false } = operation;
  const resourceTypes: readonly ResourceType[] = ["Instance", ...(operation.resourceTypes ?? [])];
  const stated: StatedAccess = { action: `sso:${name}`, resourceTypes, conditionKeys: [] };
  return {
    name,
    members: ["InstanceArn", ...members],
    access: [stated],
    writes,
    run(call) {
      const instance = call.lab.identityCenter.instance.get(INSTANCE_KEY);
      const named = requireText(call.input, "InstanceArn");
      for (const type of resourceTypes) {
        requireAccess(call, stated, {
          resource: arnOf(call, type),
          resourceAccount: call.account,
          resourcePolicies: [],
          ...(instance &&
            type !== "Account" && { ofResource: { "sso:primaryregion": instance.region } }),
        });
      }
      if (instance === undefined || named !== instance.arn) throw notFound("Instance");
      requireOwner(call, stated, instance);
      return operation.run({ ...call, instance });
    },
  };
}

/** Identity Center User Guide, Delegated administration: only the management account, or a delegate. */
function requireOwner(call: JsonCall, { action }: StatedAccess, { owner, arn }: InstanceRow): void {
  if (call.account === owner) return;
  const { caller } = call.identity;
  const who = "arn" in caller ? caller.arn : call.account;
  throw accessDeniedException(
    `User: ${who} is not authorized to perform: ${action} on resource: ${arn}`,
  );
}

function arnOf({ input }: JsonCall, type: ResourceType): string {
  switch (type) {
    case "Instance":
      return requireText(input, "InstanceArn");
    case "PermissionSet": {
      // A set that is yet to be made has no id to be named by.
      if (input["PermissionSetArn"] !== undefined) return requireText(input, "PermissionSetArn");
      const instance = requireText(input, "InstanceArn").replace(/^.*\//, "");
      return `arn:aws:sso:::permissionSet/${instance}/*`;
    }
    case "Account": {
      const member = ["TargetId", "AccountId"].find((each) => input[each] !== undefined);
      return `arn:aws:sso:::account/${member === undefined ? "*" : requireText(input, member)}`;
    }
  }
}

/** The permission set that a request names. */
export function requireSet({ lab, input }: SsoCall): PermissionSetRow {
  const arn = requireText(input, "PermissionSetArn");
  const set = findRow(lab.identityCenter.permissionSets, arn.replace(/^.*\//, ""));
  if (set?.arn === arn) return set;
  throw notFound("PermissionSet");
}

/** The answer to something that is not there. */
export function notFound(what: string): Error {
  return jsonRefusal("ResourceNotFoundException", `${what} not found`);
}

/** The answer to something that is there already, or in the way. */
export function conflict(message: string): Error {
  return jsonRefusal("ConflictException", message);
}
