import { createHash } from "node:crypto";
import { awsManagedPolicy, type World, type WorldPermissionSet } from "../../policy/index.ts";
import {
  type IdentityCenterTables,
  INSTANCE_KEY,
  type PermissionSetRow,
  type PolicyReference,
} from "./identity-center-tables.ts";

/** Writes the instance, permission sets, people and assignments of a world; in a transaction. */
export function writeWorldIdentityCenter(
  tables: IdentityCenterTables,
  world: World,
  createdMs: number,
): void {
  const { identityCenter } = world;
  const owner = world.organization?.managementAccount ?? Object.keys(world.accounts)[0];
  if (identityCenter === undefined || owner === undefined) return;
  const { region, permissionSets } = identityCenter;
  const id = `ssoins-${digits(`instance ${owner}`, 16)}`;
  tables.instance.put(INSTANCE_KEY, {
    arn: `arn:aws:sso:::instance/${id}`,
    id,
    storeId: `d-${digits(`store ${owner}`, 10)}`,
    region,
    owner,
    createdMs,
  });
  const setIds = new Map<string, string>();
  for (const [name, set] of Object.entries(permissionSets)) {
    const row = permissionSetRow(name, set, { instance: id, createdMs });
    setIds.set(name, row.id);
    tables.permissionSets.put([row.id], row);
  }
  for (const [account, { roles }] of Object.entries(world.accounts)) {
    for (const [role, { permissionSet, sessions }] of Object.entries(roles)) {
      const set = setIds.get(permissionSet ?? "");
      if (set === undefined) continue;
      tables.provisions.put([account, set], { account, set, role });
      for (const userName of Object.keys(sessions)) {
        const user = userId(userName);
        tables.users.put([user], { id: user, userName });
        tables.assignments.put([account, set, "USER", user], {
          account,
          set,
          principalType: "USER",
          principalId: user,
        });
      }
    }
  }
}

function permissionSetRow(
  name: string,
  set: WorldPermissionSet,
  { instance, createdMs }: { readonly instance: string; readonly createdMs: number },
): PermissionSetRow {
  const id = `ps-${digits(`permission set ${name}`, 16)}`;
  const { managedPolicies, inlinePolicy, boundary } = set;
  return {
    id,
    arn: `arn:aws:sso:::permissionSet/${instance}/${id}`,
    name,
    sessionDuration: "PT1H",
    createdMs,
    policies: managedPolicies.map(referenceOf),
    ...(inlinePolicy !== undefined && { inline: inlinePolicy }),
    ...(boundary !== undefined && { boundary: referenceOf(boundary) }),
  };
}

function referenceOf(written: string): PolicyReference {
  const managed = awsManagedPolicy(written);
  if (managed !== undefined) return { kind: "aws", arn: managed.arn };
  const name = written.slice(written.lastIndexOf("/") + 1);
  return { kind: "customer", name, path: "/" };
}

/** The id that a user of a world has, the same at every start. */
function userId(userName: string): string {
  const hex = createHash("sha256").update(`user ${userName}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}

function digits(text: string, count: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, count);
}
