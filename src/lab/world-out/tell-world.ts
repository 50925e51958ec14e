import type { World, WorldAccount } from "../../policy/index.ts";
import { organizationIn } from "../organizations/organization-view.ts";
import type { LabState } from "../state/lab-state.ts";
import {
  type AccountTelling,
  lacksOfAccount,
  tellGroups,
  tellPolicies,
  tellUsers,
} from "./tell-account.ts";
import { tellBuckets } from "./tell-buckets.ts";
import { tellEndpoints } from "./tell-endpoints.ts";
import { tellIdentityCenter } from "./tell-identity-center.ts";
import { tellKeys } from "./tell-keys.ts";
import { tellRoles } from "./tell-roles.ts";
import { createProfileNames, readKeys, tellSignIn } from "./tell-sign-ins.ts";
import { type Told, tellEach, type ToldWorld, unlessEmpty } from "./told-world.ts";

/** The state of a lab as a world that loads to the same state, secret keys included. */
export function tellWorld(lab: LabState): ToldWorld {
  const { bucketDefaults } = lab.world;
  const organization = organizationIn(lab.organizations);
  const center = tellIdentityCenter(lab);
  const keysOf = readKeys(lab);
  const profiles = createProfileNames();
  const accounts = tellEach(accountsOf(lab), ([account, name]) => [
    account,
    tellAccount({ lab, account, name, keysOf, profiles }),
  ]);
  const outside = Object.keys(accounts.part).filter(
    (account) => organization !== undefined && lab.organization.idOf(account) === undefined,
  );
  return {
    world: {
      ...(organization && { organization }),
      ...(center.part && { identityCenter: center.part }),
      ...(bucketDefaults && { bucketDefaults }),
      accounts: accounts.part,
    },
    lacks: [
      ...center.lacks,
      ...accounts.lacks,
      ...expiringSessions(lab),
      ...outside.map((account) => `account ${account}: that it is outside of the organization`),
    ],
  };
}

function expiringSessions({ iam, now }: LabState): readonly string[] {
  const keys = Array.from(iam.keys.range(), ({ value }) => value);
  const open = keys.filter(({ expiresMs }) => expiresMs !== undefined && expiresMs > now());
  return open.length === 0 ? [] : [`${open.length} sessions that expire, with their keys`];
}

/** Those that the lab began with, and those that have been made since. */
function accountsOf({ world, organizations }: LabState): ReadonlyMap<string, string> {
  const members = Array.from(organizations.members.range(), ({ value }) => value);
  return new Map([
    ...members.map(({ id, name }) => [id, name.replaceAll(/[^\w.-]/g, "-")] as const),
    ...Object.entries(world.accounts).map(([id, { name }]) => [id, name] as const),
  ]);
}

function tellAccount(telling: AccountTelling): Told<WorldAccount> {
  const { lab, account, name } = telling;
  const root = tellRoot(telling);
  const users = tellUsers(telling);
  const groups = tellGroups(telling);
  const roles = tellRoles(telling);
  const policies = tellPolicies(telling);
  const buckets = tellBuckets(lab, account);
  const keys = tellKeys(lab, account);
  const endpoints = tellEndpoints(lab, account);
  const publicAccessBlock = lab.s3Control.accountBlocks.get([account]);
  const canonicalId = lab.world.accounts[account]?.canonicalId;
  return {
    part: {
      name,
      ...(root?.part && { root: root.part }),
      users: users.part,
      ...unlessEmpty("groups", groups.part),
      roles: roles.part,
      policies: policies.part,
      buckets: buckets.part,
      ...(publicAccessBlock && { publicAccessBlock }),
      ...(canonicalId !== undefined && { canonicalId }),
      ...unlessEmpty("keys", keys.part),
      ...unlessEmpty("vpcEndpoints", endpoints.part),
    },
    lacks: [
      ...lacksOfAccount(telling),
      ...[root, users, roles, policies, buckets, keys, endpoints].flatMap(
        (told) => told?.lacks ?? [],
      ),
    ],
  };
}

function tellRoot({
  lab,
  account,
  name,
  keysOf,
  profiles,
}: AccountTelling): Told<NonNullable<World["accounts"][string]["root"]>> | undefined {
  const arn = `arn:aws:iam::${account}:root`;
  const keys = keysOf(arn);
  const written = lab.world.accounts[account]?.root;
  if (keys.length === 0 && written === undefined) return undefined;
  return tellSignIn(arn, keys, profiles(written?.profile ?? `${name}-root`));
}
