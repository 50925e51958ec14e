import {
  awsManagedPolicy,
  uniqueIdOf,
  type World,
  type WorldRole,
  type WorldUser,
} from "../../policy/index.ts";
import { type IamTables, nameKey, type UserRow } from "./iam-tables.ts";

/** Writes the users, roles and policies of a world; in a transaction. */
export function writeWorldPrincipals(iam: IamTables, world: World, createdMs: number): void {
  for (const [account, { users, roles, policies }] of Object.entries(world.accounts)) {
    for (const [name, text] of Object.entries(policies)) {
      iam.policies.put(nameKey(account, name), {
        name,
        path: "/",
        id: uniqueIdOf(`arn:aws:iam::${account}:policy/${name}`),
        createdMs,
        versions: [{ id: "v1", text, createdMs }],
        defaultVersion: "v1",
      });
    }
    for (const [name, user] of Object.entries(users)) {
      iam.users.put(
        nameKey(account, name),
        entityRow({ kind: "user", account, name, createdMs }, user),
      );
    }
    for (const [name, role] of Object.entries(roles)) {
      iam.roles.put(nameKey(account, name), {
        ...entityRow({ kind: "role", account, name, createdMs }, role),
        ...(role.trustPolicy !== undefined && { trust: role.trustPolicy }),
      });
    }
  }
}

interface Named {
  readonly kind: "user" | "role";
  readonly account: string;
  readonly name: string;
  readonly createdMs: number;
}

function entityRow(
  { kind, account, name, createdMs }: Named,
  { path, managedPolicies, inlinePolicies, boundary }: WorldUser | WorldRole,
): UserRow {
  const arnOf = (reference: string): string =>
    awsManagedPolicy(reference)?.arn ??
    (reference.startsWith("arn:") ? reference : `arn:aws:iam::${account}:policy/${reference}`);
  return {
    name,
    path,
    id: uniqueIdOf(`arn:aws:iam::${account}:${kind}${path}${name}`),
    createdMs,
    inline: Object.entries(inlinePolicies)
      .map(([policy, text]) => ({ name: policy, text }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    managed: managedPolicies.map(arnOf),
    ...(boundary !== undefined && { boundary: arnOf(boundary) }),
  };
}
