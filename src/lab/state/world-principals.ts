import {
  awsManagedPolicy,
  uniqueIdOf,
  type WorldRole,
  type WorldUser,
} from "../../policy/index.ts";
import { nameKey, type UserRow } from "./iam-tables.ts";
import type { LabState } from "./lab-state.ts";
import { namedPrincipals } from "./named-principals.ts";

/** Writes the users, roles and policies of a world; in a transaction. */
export function writeWorldPrincipals(
  { world, iam, documents }: Pick<LabState, "world" | "iam" | "documents">,
  createdMs: number,
): void {
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
  for (const { key, value } of Array.from(iam.roles.range())) {
    if (value.trust === undefined) continue;
    const trusted = namedPrincipals(documents.read(value.trust, "trust"), iam);
    iam.roles.put(key, { ...value, trusted });
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
