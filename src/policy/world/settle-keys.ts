import type { KeyGrant } from "../key/key-grant.ts";
import { mapValues } from "./map-values.ts";
import type { WorldAccount, WorldKey } from "./world.ts";
import type { WrittenGrant, WrittenKey } from "./written-key.ts";

/** The keys of an account, with what AWS gives those that it manages. */
export function keysOf(keys: Readonly<Record<string, WrittenKey>>): Pick<WorldAccount, "keys"> {
  return Object.keys(keys).length === 0 ? {} : { keys: mapValues(keys, keyOf) };
}

function keyOf(_id: string, written: WrittenKey): WorldKey {
  const { region, alias, policy, state, grants, awsManaged = false } = written;
  return {
    region: region ?? "us-east-1",
    ...(awsManaged ? { awsManaged } : alias !== undefined && { alias }),
    ...(policy !== undefined && { policy }),
    ...(state !== undefined && { state }),
    ...(grants.length > 0 && { grants: grants.map(grantOf) }),
  };
}

function grantOf(written: WrittenGrant, index: number): KeyGrant {
  const { id = `grant-${index + 1}`, granteePrincipal, retiringPrincipal, operations } = written;
  const { name, encryptionContextEquals, encryptionContextSubset } = written;
  return {
    id,
    ...(name !== undefined && { name }),
    granteePrincipal,
    ...(retiringPrincipal !== undefined && { retiringPrincipal }),
    operations,
    ...(encryptionContextEquals && { encryptionContextEquals }),
    ...(encryptionContextSubset && { encryptionContextSubset }),
  };
}
