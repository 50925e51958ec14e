import type {
  World,
  WorldAccount,
  WorldIdentityCenter,
  WorldRole,
  WorldSession,
  WorldUser,
} from "./world.ts";
import type {
  WrittenAccount,
  WrittenRole,
  WrittenSignIn,
  WrittenUser,
  WrittenWorld,
} from "./written-world.ts";

/** Fills in what a checked world file leaves out: paths, profiles and what permission sets give. */
export function settleWorld(written: WrittenWorld): World {
  const center = identityCenterOf(written);
  return {
    ...(written.organization && { organization: written.organization }),
    ...(center && { identityCenter: center }),
    accounts: mapValues(written.accounts, (id, account) => accountOf(id, account, center)),
  };
}

function identityCenterOf(written: WrittenWorld): WorldIdentityCenter | undefined {
  const center = written.identityCenter;
  return (
    center && {
      region: center.region,
      permissionSets: mapValues(center.permissionSets, (_name, set) => ({
        managedPolicies: set.managedPolicies,
        ...(set.inlinePolicy !== undefined && { inlinePolicy: set.inlinePolicy }),
      })),
    }
  );
}

function accountOf(
  id: string,
  written: WrittenAccount,
  center: WorldIdentityCenter | undefined,
): WorldAccount {
  const account = written.name ?? id;
  return {
    name: account,
    users: mapValues(written.users, (name, user) => userOf(user, `${account}-${name}`)),
    roles: mapValues(written.roles, (_name, role) => roleOf(role, account, center)),
    policies: written.policies,
    buckets: mapValues(written.buckets, (_name, { region, policy }) => ({
      region,
      ...(policy !== undefined && { policy }),
    })),
  };
}

function userOf(written: WrittenUser, defaultProfile: string): WorldUser {
  return {
    path: written.path ?? "/",
    managedPolicies: written.managedPolicies,
    inlinePolicies: written.inlinePolicies,
    ...signInOf(written, defaultProfile),
  };
}

function roleOf(
  written: WrittenRole,
  account: string,
  center: WorldIdentityCenter | undefined,
): WorldRole {
  const { permissionSet, trustPolicy } = written;
  const set = permissionSet === undefined ? undefined : center?.permissionSets[permissionSet];
  return {
    path: center && set ? reservedPath(center.region) : (written.path ?? "/"),
    managedPolicies: set?.managedPolicies ?? written.managedPolicies,
    inlinePolicies: inlineOf(set?.inlinePolicy) ?? written.inlinePolicies,
    ...(permissionSet !== undefined && { permissionSet }),
    ...(trustPolicy !== undefined && { trustPolicy }),
    sessions: mapValues(written.sessions, (name, session) =>
      signInOf(session, `${account}-${name}`),
    ),
  };
}

/**
 * Roles of an Identity Center that lives in us-east-1 have no region in their path
 * (IAM Identity Center User Guide, Referencing permission sets in resource policies).
 */
function reservedPath(region: string): string {
  const home = region === "us-east-1" ? "" : `${region}/`;
  return `/aws-reserved/sso.amazonaws.com/${home}`;
}

/** Identity Center writes a permission set's inline policy under this name. */
function inlineOf(policy: string | undefined): Readonly<Record<string, string>> | undefined {
  return policy === undefined ? undefined : { AwsSSOInlinePolicy: policy };
}

function signInOf(written: WrittenSignIn, defaultProfile: string): WorldSession {
  const { profile, credentials } = written;
  return { profile: profile ?? defaultProfile, ...(credentials && { credentials }) };
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (key: string, value: A) => B,
): Record<string, B> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(key, value)]),
  );
}
