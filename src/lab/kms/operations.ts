import type { JsonOperation } from "../json/json-call.ts";
import { ALIAS_OPERATIONS } from "./aliases.ts";
import { createKey } from "./create-key-operation.ts";
import { DATA_KEY_OPERATIONS } from "./data-keys.ts";
import { KEY_DESCRIPTIONS } from "./describe-keys.ts";
import { ENCRYPTION_OPERATIONS } from "./encryption.ts";
import { GRANT_OPERATIONS } from "./grants.ts";
import { KEY_POLICY_OPERATIONS } from "./key-policies.ts";
import { KEY_ROTATION_OPERATIONS } from "./key-rotation.ts";
import { KEY_STATE_OPERATIONS } from "./key-states.ts";
import { RETIRING_OPERATIONS } from "./retire-grant.ts";
import { TAG_OPERATIONS } from "./tags.ts";

/** Every KMS operation that the lab has. */
export const KMS_OPERATIONS: readonly JsonOperation[] = [
  createKey,
  ...KEY_DESCRIPTIONS,
  ...ALIAS_OPERATIONS,
  ...KEY_POLICY_OPERATIONS,
  ...GRANT_OPERATIONS,
  ...RETIRING_OPERATIONS,
  ...KEY_STATE_OPERATIONS,
  ...KEY_ROTATION_OPERATIONS,
  ...TAG_OPERATIONS,
  ...ENCRYPTION_OPERATIONS,
  ...DATA_KEY_OPERATIONS,
];
