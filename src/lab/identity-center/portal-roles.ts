import { findRow } from "../json/find-row.ts";
import type { JsonObject } from "../json/json-input.ts";
import { pageOf, type PageNames } from "../json/page.ts";
import { makeSessionKey } from "../random-ids.ts";
import { Refusal } from "../refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import type { AssignmentRow, PermissionSetRow } from "./identity-center-tables.ts";
import { secondsOf } from "./permission-sets.ts";
import { forbidden } from "./portal-refusals.ts";

/** What a person who has signed in asks for. */
interface Asked {
  readonly lab: LabState;
  /** The user's id. */
  readonly user: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const NAMES: PageNames = {
  limit: "max_result",
  token: "next_token",
  nextToken: "nextToken",
  defaultLimit: 100,
  maxLimit: 1000,
  invalidToken: () => invalidRequest("the token of the page is none"),
};

/** The accounts in which the user has a role. */
export function listAccounts(asked: Asked): JsonObject {
  const { lab } = asked;
  const ids = new Set(assignmentsOf(asked).map(({ account }) => account));
  const all = [...ids].sort().map((accountId) => {
    const member = findRow(lab.organizations.members, accountId);
    return {
      accountId,
      accountName: member?.name ?? lab.world.accounts[accountId]?.name ?? accountId,
      emailAddress: member?.email ?? `aws+${accountId}@example.com`,
    };
  });
  return page(asked, "accountList", all);
}

/** The permission sets that the user has in an account: they are called roles here. */
export function listAccountRoles(asked: Asked): JsonObject {
  const accountId = requireParameter(asked, "account_id");
  const sets = new Set(
    assignmentsOf(asked)
      .filter(({ account }) => account === accountId)
      .map(({ set }) => set),
  );
  if (sets.size === 0) throw forbidden();
  const all = [...sets].flatMap((id) => {
    const set = findRow(asked.lab.identityCenter.permissionSets, id);
    return set === undefined ? [] : [{ roleName: set.name, accountId }];
  });
  return page(asked, "roleList", all);
}

/** Keys for a session of a permission set's role; in a transaction. */
export function getRoleCredentials(asked: Asked): JsonObject {
  const { lab, user } = asked;
  const account = requireParameter(asked, "account_id");
  const name = requireParameter(asked, "role_name");
  const set = findSet(asked, account, name);
  const provision = set && findRow(lab.identityCenter.provisions, account, set.id);
  const role = provision && lab.principals.find("role", account, provision.role);
  const person = findRow(lab.identityCenter.users, user);
  if (set === undefined || role === undefined || person === undefined) throw forbidden();
  const issuedMs = lab.now();
  const expiresMs = issuedMs + (secondsOf(set.sessionDuration) ?? 3600) * 1000;
  const credentials = makeSessionKey(lab.random);
  const session = person.userName;
  lab.keys.put({
    credentials,
    caller: {
      kind: "roleSession",
      account,
      arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session}`,
      roleArn: role.arn,
      userId: `${role.id}:${session}`,
    },
    issuedMs,
    expiresMs,
  });
  return { roleCredentials: { ...credentials, expiration: expiresMs } };
}

/** The user's own assignments and those of their groups. */
function assignmentsOf({ lab, user }: Asked): readonly AssignmentRow[] {
  const { assignments, memberships } = lab.identityCenter;
  const groups = [...memberships.range()]
    .map(({ value }) => value)
    .filter((membership) => membership.user === user)
    .map(({ group }) => group);
  return [...assignments.range()]
    .map(({ value }) => value)
    .filter(({ principalType, principalId }) =>
      principalType === "USER" ? principalId === user : groups.includes(principalId),
    );
}

function findSet(asked: Asked, account: string, name: string): PermissionSetRow | undefined {
  const { permissionSets } = asked.lab.identityCenter;
  return assignmentsOf(asked)
    .filter((assignment) => assignment.account === account)
    .flatMap(({ set }) => findRow(permissionSets, set) ?? [])
    .find((set) => set.name === name);
}

function page({ parameters }: Asked, name: string, all: readonly JsonObject[]): JsonObject {
  const limit = parameters.get(NAMES.limit);
  const token = parameters.get(NAMES.token);
  const input: JsonObject = {
    ...(limit !== undefined && { [NAMES.limit]: Number(limit) }),
    ...(token !== undefined && { [NAMES.token]: token }),
  };
  const { items, more } = pageOf(input, all, NAMES);
  return { [name]: items, ...more };
}

function requireParameter({ parameters }: Asked, name: string): string {
  const value = parameters.get(name);
  if (value !== undefined && value !== "") return value;
  throw invalidRequest(`the parameter \`${name}\` is missing`);
}

function invalidRequest(message: string): Refusal {
  return new Refusal({ code: "InvalidRequestException", status: 400, message });
}
