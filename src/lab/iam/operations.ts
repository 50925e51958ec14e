import type { QueryOperation } from "../query/query-call.ts";
import { getRole, getUser, listGroupsForUser } from "./entities.ts";
import { inlinePolicyOperations } from "./inline-policies.ts";
import { attachmentOperations, getPolicy, getPolicyVersion } from "./managed-policies.ts";

/** Every IAM operation that the lab has. */
export const IAM_OPERATIONS: readonly QueryOperation[] = [
  getRole,
  getUser,
  listGroupsForUser,
  ...inlinePolicyOperations("role"),
  ...inlinePolicyOperations("user"),
  ...attachmentOperations("role"),
  ...attachmentOperations("user"),
  getPolicy,
  getPolicyVersion,
];
