import type { QueryOperation } from "../query/query-call.ts";
import { KEY_OPERATIONS } from "./access-keys.ts";
import { ACCOUNT_OPERATIONS } from "./account.ts";
import { attachmentOperations } from "./attachments.ts";
import { DETAIL_OPERATIONS } from "./authorization-details.ts";
import { boundaryOperations } from "./boundaries.ts";
import { inlinePolicyOperations } from "./entity-policies.ts";
import { GROUP_OPERATIONS } from "./groups.ts";
import { PROFILE_OPERATIONS } from "./instance-profiles.ts";
import { PROVIDER_OPERATIONS } from "./oidc-providers.ts";
import { POLICY_OPERATIONS } from "./policies.ts";
import { VERSION_OPERATIONS } from "./policy-versions.ts";
import { ROLE_OPERATIONS } from "./roles.ts";
import { SIMULATION_OPERATIONS } from "./simulate.ts";
import { TAG_OPERATIONS } from "./tags.ts";
import { USER_OPERATIONS } from "./users.ts";

const HOLDERS = ["user", "role", "group"] as const;

/** Every IAM operation that the lab has. */
export const IAM_OPERATIONS: readonly QueryOperation[] = [
  ...USER_OPERATIONS,
  ...GROUP_OPERATIONS,
  ...ROLE_OPERATIONS,
  ...HOLDERS.flatMap((kind) => [...inlinePolicyOperations(kind), ...attachmentOperations(kind)]),
  ...POLICY_OPERATIONS,
  ...VERSION_OPERATIONS,
  ...boundaryOperations("user"),
  ...boundaryOperations("role"),
  ...KEY_OPERATIONS,
  ...PROFILE_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...TAG_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...DETAIL_OPERATIONS,
  ...SIMULATION_OPERATIONS,
];
