import {
  awsManagedPolicy,
  uniqueIdOf,
  type WorldGroup,
  type WorldRole,
  type WorldUser,
} from "../../policy/index.ts";
import { type GroupRow, nameKey, type UserRow } from "./iam-tables.ts";
import type { LabState } from "./lab-state.ts";
import { namedPrincipals } from "./named-principals.ts";

/** Writes the users, roles and policies of a world; in a transaction. */
export function writeWorldPrincipals(
  { world, iam, documents }: Pick<LabState, "world" | "iam" | "documents">,
  createdMs: number,
): void {
  for (const [account, written] of Object.entries(world.accounts)) {
    const { users, groups = {}, roles, policies } = written;
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
    for (const [name, group] of Object.entries(groups)) {
      const row = entityRow({ kind: "group", account, name, createdMs }, group);
      iam.groups.put(nameKey(account, name), row);
    }
    for (const [name, user] of Object.entries(users)) {
      iam.users.put(nameKey(account, name), {
        ...principalRow({ kind: "user", account, name, createdMs }, user),
        ...(user.groups && { groups: user.groups }),
      });
    }
    for (const [name, role] of Object.entries(roles)) {
      iam.roles.put(nameKey(account, name), {
        ...principalRow({ kind: "role", account, name, createdMs }, role),
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
  readonly kind: "user" | "group" | "role";
  readonly account: string;
  readonly name: string;
  readonly createdMs: number;
}

function principalRow(named: Named, principal: WorldUser | WorldRole): UserRow {
  const { id, tags, boundary } = principal;
  return {
    ...entityRow(named, principal),
    ...(id !== undefined && { id }),
    ...(tags && { tags: Object.entries(tags) }),
    ...(boundary !== undefined && { boundary: policyArn(named.account, boundary) }),
  };
}

function policyArn(account: string, reference: string): string {
  const aws = awsManagedPolicy(reference)?.arn;
  return (
    aws ??
    (reference.startsWith("arn:") ? reference : `arn:aws:iam::${account}:policy/${reference}`)
  );
}

function entityRow(
  { kind, account, name, createdMs }: Named,
  { path, managedPolicies, inlinePolicies }: WorldGroup,
): GroupRow {
  return {
    name,
    path,
    id: uniqueIdOf(`arn:aws:iam::${account}:${kind}${path}${name}`),
    createdMs,
    inline: Object.entries(inlinePolicies)
      .map(([policy, text]) => ({ name: policy, text }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    managed: managedPolicies.map((reference) => policyArn(account, reference)),
  };
}
