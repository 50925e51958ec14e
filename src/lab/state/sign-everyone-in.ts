import type { Credentials } from "../../aws/index.ts";
import { type Caller, type World, worldPrincipals } from "../../policy/index.ts";
import type { LabPrincipal } from "../lab-principal.ts";
import { makeSessionKey, makeUserKey, type RandomBytes } from "../random-ids.ts";
import type { LabState } from "./lab-state.ts";

/**
 * Gives every principal of a world keys, in a transaction: its own where the world has some, those it
 * had before where it is `known`, else made-up ones.
 */
export function signEveryoneIn(
  { world, keys, random, startedMs }: Pick<LabState, "world" | "keys" | "random" | "startedMs">,
  known: readonly LabPrincipal[],
): readonly LabPrincipal[] {
  const before = new Map(known.map(({ profile, credentials }) => [profile, credentials]));
  const everyone = worldPrincipals(world).filter(({ hasNoKeys = false }) => !hasNoKeys);
  return everyone.map((principal) => {
    const { profile, account, caller, sessionPolicies, endpoint } = principal;
    const credentials = principal.credentials ?? before.get(profile) ?? makeKey(caller, random);
    keys.put({
      credentials,
      caller,
      issuedMs: startedMs,
      ...(sessionPolicies && { sessionPolicies }),
      ...(endpoint !== undefined && { endpoint }),
    });
    const arn = "arn" in caller ? caller.arn : "";
    return { profile, account, arn, region: homeRegion(world, account), credentials };
  });
}

function makeKey(caller: Caller, random: RandomBytes): Credentials {
  return caller.kind === "roleSession" ? makeSessionKey(random) : makeUserKey(random);
}

/** Profiles start where their account has its first bucket. */
function homeRegion(world: World, account: string): string {
  const buckets = Object.values(world.accounts[account]?.buckets ?? {});
  return buckets[0]?.region ?? world.identityCenter?.region ?? "us-east-1";
}
