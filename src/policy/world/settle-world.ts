import { mapValues } from "./map-values.ts";
import { type PublicAccessDefaults, publicAccessDefaults } from "./public-access-defaults.ts";
import { bucketsOf } from "./settle-buckets.ts";
import { keysOf } from "./settle-keys.ts";
import { endpointsOf, organizationOf } from "./settle-organization.ts";
import type {
  World,
  WorldAccount,
  WorldGroup,
  WorldIdentityCenter,
  WorldRole,
  WorldSession,
  WorldSignIn,
  WorldUser,
} from "./world.ts";
import type {
  WrittenAccount,
  WrittenGroup,
  WrittenRole,
  WrittenSession,
  WrittenSignIn,
  WrittenUser,
  WrittenWorld,
} from "./written-world.ts";

/** Fills in what a checked world file leaves out: paths, profiles and what permission sets give. */
export function settleWorld(written: WrittenWorld): World {
  const center = identityCenterOf(written);
  const { bucketDefaults } = written;
  const defaults = publicAccessDefaults(bucketDefaults ? { bucketDefaults } : {});
  return {
    ...(written.organization && { organization: organizationOf(written.organization) }),
    ...(center && { identityCenter: center }),
    ...(bucketDefaults && { bucketDefaults }),
    accounts: mapValues(written.accounts, (id, account) =>
      accountOf(id, account, { center, defaults }),
    ),
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
        ...optionalBoundary(set.boundary),
      })),
    }
  );
}

interface Surroundings {
  readonly center: WorldIdentityCenter | undefined;
  readonly defaults: PublicAccessDefaults;
}

function accountOf(
  id: string,
  written: WrittenAccount,
  { center, defaults }: Surroundings,
): WorldAccount {
  const account = written.name ?? id;
  return {
    name: account,
    ...(written.root && { root: signInOf(written.root, `${account}-root`) }),
    users: mapValues(written.users, (name, user) => userOf(user, `${account}-${name}`)),
    ...(Object.keys(written.groups).length > 0 && {
      groups: mapValues(written.groups, (_name, group) => groupOf(group)),
    }),
    roles: mapValues(written.roles, (_name, role) => roleOf(role, account, center)),
    policies: written.policies,
    ...bucketsOf(written, defaults),
    ...keysOf(written.keys),
    ...endpointsOf(written),
  };
}

function userOf(written: WrittenUser, defaultProfile: string): WorldUser {
  return {
    ...groupOf(written),
    ...identityOf(written),
    ...optionalBoundary(written.boundary),
    ...(written.groups.length > 0 && { groups: written.groups }),
    ...signInOf(written, defaultProfile),
  };
}

function groupOf({ path = "/", managedPolicies, inlinePolicies }: WrittenGroup): WorldGroup {
  return { path, managedPolicies, inlinePolicies };
}

function identityOf({ id, tags }: WrittenUser | WrittenRole): Pick<WorldRole, "id" | "tags"> {
  return { ...(id !== undefined && { id }), ...(tags && { tags }) };
}

function roleOf(
  written: WrittenRole,
  account: string,
  center: WorldIdentityCenter | undefined,
): WorldRole {
  const { trustPolicy } = written;
  return {
    ...permissionsOf(written, center),
    ...(trustPolicy !== undefined && { trustPolicy }),
    sessions: mapValues(written.sessions, (name, session) =>
      sessionOf(session, `${account}-${name}`),
    ),
  };
}

/** A role's own, or all that its permission set gives. */
function permissionsOf(
  written: WrittenRole,
  center: WorldIdentityCenter | undefined,
): Omit<WorldRole, "sessions" | "trustPolicy"> {
  const { permissionSet } = written;
  const set = permissionSet === undefined ? undefined : center?.permissionSets[permissionSet];
  if (center === undefined || set === undefined || permissionSet === undefined) {
    return { ...groupOf(written), ...identityOf(written), ...optionalBoundary(written.boundary) };
  }
  return {
    path: reservedPath(center.region),
    managedPolicies: set.managedPolicies,
    inlinePolicies: inlineOf(set.inlinePolicy),
    ...identityOf(written),
    ...optionalBoundary(set.boundary),
    permissionSet,
  };
}

function optionalBoundary(boundary: string | undefined): Pick<WorldRole, "boundary"> {
  return boundary === undefined ? {} : { boundary };
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
function inlineOf(policy: string | undefined): Readonly<Record<string, string>> {
  return policy === undefined ? {} : { AwsSSOInlinePolicy: policy };
}

function sessionOf(written: WrittenSession, defaultProfile: string): WorldSession {
  const { policy } = written;
  return { ...signInOf(written, defaultProfile), ...(policy !== undefined && { policy }) };
}

function signInOf(written: WrittenSignIn, defaultProfile: string): WorldSignIn {
  const { profile, credentials, endpoint } = written;
  return {
    profile: profile ?? defaultProfile,
    ...(credentials === "none"
      ? { hasNoKeys: true as const }
      : credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
  };
}
