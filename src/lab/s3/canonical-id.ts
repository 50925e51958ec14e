import { createHash } from "node:crypto";
import { ANONYMOUS_ID } from "../../policy/index.ts";
import type { LabState } from "../state/lab-state.ts";

type Accounts = Pick<LabState, "world" | "organizations">;

// Not state that anyone can see: the id of an account never changes.
const known = new WeakMap<LabState["world"], Map<string, string>>();

/** The canonical user id of an account: as its world says, else always the same 64 hexadecimal digits. */
export function canonicalIdOf({ world }: Pick<LabState, "world">, account: string): string {
  if (account === "anonymous") return ANONYMOUS_ID;
  const ids = known.get(world) ?? new Map<string, string>();
  known.set(world, ids);
  const before = ids.get(account);
  if (before !== undefined) return before;
  const own = Object.hasOwn(world.accounts, account)
    ? world.accounts[account]?.canonicalId
    : undefined;
  const id = own ?? createHash("sha256").update(`canonical user of ${account}`).digest("hex");
  ids.set(account, id);
  return id;
}

/** The ids of at least these accounts. */
export function canonicalIds(
  { world }: Pick<LabState, "world">,
  accounts: readonly string[],
): ReadonlyMap<string, string> {
  for (const account of accounts) canonicalIdOf({ world }, account);
  return known.get(world) ?? new Map<string, string>();
}

/** The account that a canonical user id names. */
export function accountOfCanonicalId(lab: Accounts, id: string): string | undefined {
  const members = [...lab.organizations.members.range()].map(({ value }) => value.id);
  return [...Object.keys(lab.world.accounts), ...members].find(
    (account) => canonicalIdOf(lab, account) === id,
  );
}
