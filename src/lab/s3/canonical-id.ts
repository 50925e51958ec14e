import { createHash } from "node:crypto";

/** An account's canonical user id: 64 hexadecimal digits, always the same for one account. */
export function canonicalIdOf(account: string): string {
  return createHash("sha256").update(`canonical user of ${account}`).digest("hex");
}
