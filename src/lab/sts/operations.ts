import type { QueryOperation } from "../query/query-call.ts";
import { assumeRole } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";

/** Every STS operation that the lab has. */
export const STS_OPERATIONS: readonly QueryOperation[] = [getCallerIdentity, assumeRole];
