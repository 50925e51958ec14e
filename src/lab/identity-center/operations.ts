import type { JsonOperation } from "../json/json-call.ts";
import { ASSIGNMENT_OPERATIONS } from "./assignments.ts";
import { PERMISSION_SET_POLICY_OPERATIONS } from "./permission-set-policies.ts";
import { PERMISSION_SET_OPERATIONS } from "./permission-sets.ts";

/** Every operation of Identity Center's administration that the lab has. */
export const SSO_ADMIN_OPERATIONS: readonly JsonOperation[] = [
  ...PERMISSION_SET_OPERATIONS,
  ...PERMISSION_SET_POLICY_OPERATIONS,
  ...ASSIGNMENT_OPERATIONS,
];
