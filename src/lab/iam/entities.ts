import type { QueryOperation } from "../query/query-call.ts";
import type { Principal } from "../state/principals.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { findPrincipal, principalPermission } from "./iam-principal.ts";

export const getRole: QueryOperation = {
  name: "GetRole",
  parameters: ["RoleName"],
  permissions: (call) => [principalPermission(call, "role", "GetRole")],
  run: (call) => wrap("Role", roleElements(findPrincipal(call, "role"))),
};

export const getUser: QueryOperation = {
  name: "GetUser",
  parameters: ["UserName"],
  permissions: (call) => [principalPermission(call, "user", "GetUser")],
  run(call) {
    const user = findPrincipal(call, "user");
    return wrap(
      "User",
      element("Path", user.path) +
        element("UserName", user.name) +
        element("UserId", user.id) +
        element("Arn", user.arn) +
        element("CreateDate", iamTime(user.createdMs)) +
        boundaryElement(user),
    );
  },
};

export const listGroupsForUser: QueryOperation = {
  name: "ListGroupsForUser",
  parameters: ["UserName"],
  permissions: (call) => [principalPermission(call, "user", "ListGroupsForUser")],
  // A world has no groups.
  run(call) {
    findPrincipal(call, "user");
    return element("IsTruncated", false) + wrap("Groups", "");
  },
};

function roleElements(role: Principal): string {
  return (
    element("Path", role.path) +
    element("RoleName", role.name) +
    element("RoleId", role.id) +
    element("Arn", role.arn) +
    element("CreateDate", iamTime(role.createdMs)) +
    element("AssumeRolePolicyDocument", encodeURIComponent(trustTextOf(role))) +
    element("MaxSessionDuration", 3600) +
    boundaryElement(role)
  );
}

function boundaryElement({ boundary }: Principal): string {
  if (boundary?.arn === undefined) return "";
  return wrap(
    "PermissionsBoundary",
    element("PermissionsBoundaryType", "Policy") + element("PermissionsBoundaryArn", boundary.arn),
  );
}

/** A role that a world gives no trust policy trusts nobody. */
function trustTextOf(role: Principal): string {
  return role.trustPolicy?.document.text ?? '{"Version":"2012-10-17","Statement":[]}';
}

/** A time as IAM writes it. */
export function iamTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}
