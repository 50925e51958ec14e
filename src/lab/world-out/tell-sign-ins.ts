import type { WorldSession, WorldSignIn } from "../../policy/index.ts";
import type { KeyRow } from "../state/iam-tables.ts";
import type { LabState } from "../state/lab-state.ts";
import type { Told } from "./told-world.ts";

/** The keys that do not expire of whoever has this ARN, the oldest first: of a root user, a user or a session of a role. */
export type KeysOf = (arn: string, id?: string) => readonly KeyRow[];

/** Reads the keys of a lab; those of a user or role of another id are of one that is gone. */
export function readKeys({ iam }: Pick<LabState, "iam">): KeysOf {
  const owners = new Map<string, KeyRow[]>();
  for (const { value } of iam.keys.range()) {
    const { caller, expiresMs } = value;
    if (expiresMs !== undefined || !("arn" in caller)) continue;
    owners.set(caller.arn, [...(owners.get(caller.arn) ?? []), value]);
  }
  return (arn, id) =>
    (owners.get(arn) ?? [])
      .filter((key) => id === undefined || id === idOf(key))
      .sort((a, b) => a.issuedMs - b.issuedMs);
}

function idOf({ caller }: KeyRow): string | undefined {
  return "userId" in caller ? caller.userId.split(":")[0] : undefined;
}

/** Makes profile names that nobody else has. */
export type ProfileNames = (wanted: string) => string;

/** Every name is handed out once. */
export function createProfileNames(): ProfileNames {
  const taken = new Set<string>();
  return (wanted) => {
    const plain = wanted.replaceAll(/[^\w+=,.@-]/g, "-");
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
    taken.add(name);
    return name;
  };
}

/** How somebody signs in: the profile, the first key that is in use, the way that their requests take. */
export function tellSignIn(
  owner: string,
  keys: readonly KeyRow[],
  profile: string,
): Told<WorldSignIn> {
  const active = keys.filter(({ isInactive = false }) => !isInactive);
  const [first] = active;
  const left = keys.filter((key) => key !== first);
  const endpoint = first?.endpoint;
  return {
    part: {
      profile,
      ...(first === undefined ? { hasNoKeys: true as const } : { credentials: first.credentials }),
      ...(endpoint !== undefined && { endpoint }),
    },
    lacks: left.map(
      ({ credentials, isInactive = false }) =>
        `${owner}: the ${isInactive ? "inactive" : "further"} access key \`${credentials.accessKeyId}\``,
    ),
  };
}

/** The same for a session of a role, with the policy that it was opened with. */
export function tellSession(
  owner: string,
  keys: readonly KeyRow[],
  profile: string,
): Told<WorldSession> {
  const { part, lacks } = tellSignIn(owner, keys, profile);
  const policies = keys[0]?.session ?? [];
  const [policy] = policies;
  const isOne = policies.length === 1 && policy !== undefined;
  return {
    part: { ...part, ...(isOne && { policy: policy.text }) },
    lacks: [...lacks, ...(policies.length > 1 ? [`${owner}: its session policies`] : [])],
  };
}
