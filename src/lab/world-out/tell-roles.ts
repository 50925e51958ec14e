import type { WorldRole, WorldSession } from "../../policy/index.ts";
import { presentText } from "../state/named-principals.ts";
import type { RoleRow } from "../state/iam-tables.ts";
import { type AccountTelling, tellEntity, tellIdentity } from "./tell-account.ts";
import { tellSession } from "./tell-sign-ins.ts";
import { lacksOf, type Told, tellEach } from "./told-world.ts";

/** The roles of an account, with the sessions that never expire and the people of Identity Center. */
export function tellRoles(telling: AccountTelling): Told<Record<string, WorldRole>> {
  const rows = telling.lab.iam.roles.range({ within: [telling.account] });
  return tellEach(rows, ({ value }) => [value.name, tellRole(telling, value)]);
}

function tellRole(telling: AccountTelling, row: RoleRow): Told<WorldRole> {
  const { lab, account } = telling;
  const arn = `arn:aws:iam::${account}:role${row.path}${row.name}`;
  const set = permissionSetOf(telling, row.name);
  const sessions = tellSessions(telling, row, set?.people ?? []);
  return {
    part: {
      ...tellEntity(account, row),
      ...tellIdentity(arn, row, account),
      ...(row.trust !== undefined && {
        trustPolicy: presentText(
          lab.documents.read(row.trust, "trust"),
          row.trusted ?? [],
          lab.iam,
        ),
      }),
      ...(set && { permissionSet: set.name }),
      sessions: sessions.part,
    },
    lacks: [...sessions.lacks, ...roleLacks(arn, row)],
  };
}

function roleLacks(arn: string, row: RoleRow): readonly string[] {
  const { description, maxSessionSeconds, path } = row;
  // Identity Center gives its roles both anew.
  const isReserved = path.startsWith("/aws-reserved/");
  return lacksOf(arn, {
    "its description": description !== undefined && !isReserved,
    "its longest session": maxSessionSeconds !== undefined && !isReserved,
  });
}

/** The permission set that a role is of, and who is assigned to it. */
function permissionSetOf(
  { lab, account }: AccountTelling,
  role: string,
): { readonly name: string; readonly people: readonly string[] } | undefined {
  const { provisions, permissionSets, assignments, users } = lab.identityCenter;
  const rows = Array.from(provisions.range({ within: [account] }), ({ value }) => value);
  const provision = rows.find((row) => row.role === role);
  const set = provision && permissionSets.get([provision.set]);
  if (set === undefined) return undefined;
  const assigned = Array.from(assignments.range({ within: [account, set.id, "USER"] }));
  const people = assigned.flatMap(({ value }) => {
    const user = users.get([value.principalId]);
    return user === undefined ? [] : [user.userName];
  });
  return { name: set.name, people };
}

function tellSessions(
  { lab, account, name, keysOf, profiles }: AccountTelling,
  role: RoleRow,
  people: readonly string[],
): Told<Record<string, WorldSession>> {
  const prefix = `arn:aws:sts::${account}:assumed-role/${role.name}/`;
  const written = lab.world.accounts[account]?.roles[role.name]?.sessions ?? {};
  const names = [...new Set([...Object.keys(written), ...people])].sort();
  const all = names.map((session) => ({ session, keys: keysOf(prefix + session, role.id) }));
  const present = all.filter(({ session, keys }) => keys.length > 0 || people.includes(session));
  return tellEach(present, ({ session, keys }) => {
    const profile = profiles(written[session]?.profile ?? `${name}-${session}`);
    return [session, tellSession(prefix + session, keys, profile)];
  });
}
