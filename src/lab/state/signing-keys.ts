import { type CredentialScope, deriveSigningKey } from "../../aws/index.ts";
import { nodeDigest } from "../node-digest.ts";

/** Signing keys by secret and scope. */
export type SigningKeys = (secretAccessKey: string, scope: CredentialScope) => Uint8Array;

const MAX_KEYS = 1000;

/** Derives signing keys and remembers them: deriving takes four sums, and most requests share one. */
export function createSigningKeys(): SigningKeys {
  const known = new Map<string, Uint8Array>();
  return (secretAccessKey, scope) => {
    const name = `${scope.day}/${scope.region}/${scope.service}/${secretAccessKey}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    const key = deriveSigningKey(secretAccessKey, scope, nodeDigest);
    if (known.size >= MAX_KEYS) known.clear();
    known.set(name, key);
    return key;
  };
}
