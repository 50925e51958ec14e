import type { Credentials } from "../../aws/index.ts";
import type { AttachedPolicy, Caller } from "../../policy/index.ts";

/** An access key, and who has it. */
export interface IssuedKey {
  readonly credentials: Credentials;
  readonly caller: Caller;
  readonly issuedMs: number;
  /** Absent for keys that do not expire. */
  readonly expiresMs?: number;
  /** What the session was opened with, where it was opened with any. */
  readonly sessionPolicies?: readonly AttachedPolicy[];
  /** The VPC endpoint that requests to S3 with this key come through. */
  readonly endpoint?: string;
}

/** Every access key that the lab knows, by its id. */
export type KeyRing = Map<string, IssuedKey>;

/** Puts a key on the ring. */
export function issueKey(ring: KeyRing, key: IssuedKey): void {
  ring.set(key.credentials.accessKeyId, key);
}
