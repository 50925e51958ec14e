import { uniqueIdOf, type WorldGroup, type WorldUser } from "../../policy/index.ts";
import { parseArn } from "../../aws/index.ts";
import type { ManagedPolicyRow, UserRow } from "../state/iam-tables.ts";
import type { LabState } from "../state/lab-state.ts";
import type { Table } from "../state/store.ts";
import { type KeysOf, type ProfileNames, tellSignIn } from "./tell-sign-ins.ts";
import { lacksOf, type Told, tellEach } from "./told-world.ts";

/** What the people of an account are told from. */
export interface AccountTelling {
  readonly lab: LabState;
  readonly account: string;
  /** A word for people. */
  readonly name: string;
  readonly keysOf: KeysOf;
  readonly profiles: ProfileNames;
}

/** The users of an account, with their keys. */
export function tellUsers(telling: AccountTelling): Told<Record<string, WorldUser>> {
  return tellEach(rowsIn(telling.lab.iam.users, telling.account), (row) => [
    row.name,
    tellUser(telling, row),
  ]);
}

function tellUser(
  { lab, account, name, keysOf, profiles }: AccountTelling,
  row: UserRow,
): Told<WorldUser> {
  const arn = `arn:aws:iam::${account}:user${row.path}${row.name}`;
  const written = lab.world.accounts[account]?.users[row.name];
  const profile = profiles(written?.profile ?? `${name}-${row.name}`);
  const signIn = tellSignIn(arn, keysOf(arn, row.id), profile);
  const { groups = [] } = row;
  return {
    part: {
      ...tellEntity(account, row),
      ...tellIdentity(arn, row, account),
      ...(groups.length > 0 && { groups }),
      ...signIn.part,
    },
    lacks: signIn.lacks,
  };
}

/** The groups of an account. */
export function tellGroups(telling: AccountTelling): Told<Record<string, WorldGroup>> {
  return tellEach(rowsIn(telling.lab.iam.groups, telling.account), (row) => [
    row.name,
    { part: tellEntity(telling.account, row), lacks: [] },
  ]);
}

/** The texts of the policies that an account keeps itself. */
export function tellPolicies(telling: AccountTelling): Told<Record<string, string>> {
  return tellEach(rowsIn(telling.lab.iam.policies, telling.account), (row) => [
    row.name,
    { part: textOf(row), lacks: policyLacks(telling.account, row) },
  ]);
}

/** What IAM keeps of an account beside people and policies. */
export function lacksOfAccount({ lab, account }: AccountTelling): readonly string[] {
  const within = { within: [account] };
  return [
    ...Array.from(
      lab.iam.profiles.range(within),
      ({ value }) => `account ${account}: the instance profile \`${value.name}\``,
    ),
    ...Array.from(
      lab.iam.providers.range(within),
      ({ value }) => `account ${account}: the identity provider \`${value.url}\``,
    ),
    ...lacksOf(`account ${account}`, {
      "its alias": lab.iam.accounts.get([account])?.alias !== undefined,
      "its jobs of S3 Batch Operations": rowsIn(lab.s3Control.jobs, account).length > 0,
    }),
  ];
}

function textOf({ versions, defaultVersion }: ManagedPolicyRow): string {
  return versions.find(({ id }) => id === defaultVersion)?.text ?? "";
}

function policyLacks(
  account: string,
  { name, path, versions, tags = [] }: ManagedPolicyRow,
): readonly string[] {
  return lacksOf(`policy \`${name}\` of account ${account}`, {
    [`its path \`${path}\`: its ARN is another one there`]: path !== "/",
    "versions that are not the default": versions.length > 1,
    tags: tags.length > 0,
  });
}

function rowsIn<Row>(table: Table<Row>, account: string): readonly Row[] {
  return Array.from(table.range({ within: [account] }), ({ value }) => value);
}

/** Path and policies of a user, role or group. */
export function tellEntity(
  account: string,
  { path, managed, inline }: Pick<UserRow, "path" | "managed" | "inline">,
): WorldGroup {
  return {
    path,
    managedPolicies: managed.map((arn) => policyReference(account, arn)),
    inlinePolicies: Object.fromEntries(inline.map(({ name, text }) => [name, text])),
  };
}

/** The unique id, where it is another than that of whoever is the first of this name; tags and boundary. */
export function tellIdentity(
  arn: string,
  { id, tags = [], boundary }: Pick<UserRow, "id" | "tags" | "boundary">,
  account: string,
): Pick<WorldUser, "id" | "tags" | "boundary"> {
  return {
    ...(id !== uniqueIdOf(arn) && { id }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
    ...(boundary !== undefined && { boundary: policyReference(account, boundary) }),
  };
}

/** AWS's own policies and those of the account by their names. */
function policyReference(account: string, arn: string): string {
  const { account: owner = "", resource = "" } = parseArn(arn) ?? {};
  return owner === "aws" || owner === account ? resource.slice(resource.lastIndexOf("/") + 1) : arn;
}
