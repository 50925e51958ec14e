import type { JsonOperation } from "../json/json-call.ts";
import { ACCOUNT_OPERATIONS } from "./accounts.ts";
import { ATTACHMENT_OPERATIONS } from "./attachments.ts";
import { DEPARTURE_OPERATIONS } from "./departures.ts";
import { ORGANIZATION_OPERATIONS } from "./organizations.ts";
import { POLICY_OPERATIONS } from "./policies.ts";
import { UNIT_OPERATIONS } from "./units.ts";

/** Every operation of Organizations that the lab has. */
export const ORGANIZATIONS_OPERATIONS: readonly JsonOperation[] = [
  ...ORGANIZATION_OPERATIONS,
  ...UNIT_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...DEPARTURE_OPERATIONS,
  ...POLICY_OPERATIONS,
  ...ATTACHMENT_OPERATIONS,
];
