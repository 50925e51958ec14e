import { parsedKeyGrant } from "../../src/access/index.ts";
import type { GrantedDocument } from "../../src/app/index.ts";
import type { World, WorldAccount } from "../../src/policy/index.ts";

import { without } from "./without.ts";

/** A document of a world, and the text to put there; without one it is deleted. */
export interface NewText {
  readonly account: string;
  readonly document: GrantedDocument;
  readonly text: string | undefined;
}

/** The world once a document has another text, as the owner would have put it. */
export function withText(world: World, { account, document, text }: NewText): World {
  const owner = world.accounts[account];
  if (owner === undefined) throw new Error(`nobody has account \`${account}\``);
  if (document.kind === "permissionSet") return withPermissionSet(world, document.name, text);
  if (document.kind === "accessPointPolicy") return withDoor(world, document.accessPoint, text);
  return {
    ...world,
    accounts: { ...world.accounts, [account]: { ...owner, ...partOf(owner, document, text) } },
  };
}

/** Identity Center gives its roles the policy anew. */
function withPermissionSet(world: World, name: string, text: string | undefined): World {
  const accounts = Object.entries(world.accounts).map(([id, account]) => {
    const roles = Object.entries(account.roles).map(([roleName, role]) => {
      if (role.permissionSet !== name) return [roleName, role] as const;
      const inlinePolicies = withPolicy(role.inlinePolicies, "AwsSSOInlinePolicy", text);
      return [roleName, { ...role, inlinePolicies }] as const;
    });
    return [id, { ...account, roles: Object.fromEntries(roles) }] as const;
  });
  return { ...world, accounts: Object.fromEntries(accounts) };
}

/** Access points are of any account; a world has them with their bucket. */
function withDoor(world: World, arn: string, policy: string | undefined): World {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const accounts = Object.entries(world.accounts).map(([id, account]) => {
    const buckets = Object.entries(account.buckets).map(([bucket, each]) => {
      const { accessPoints = {} } = each;
      if (!Object.hasOwn(accessPoints, name)) return [bucket, each] as const;
      const changed = { ...accessPoints, [name]: withOwn(owned(accessPoints, name), policy) };
      return [bucket, { ...each, accessPoints: changed }] as const;
    });
    return [id, { ...account, buckets: Object.fromEntries(buckets) }] as const;
  });
  return { ...world, accounts: Object.fromEntries(accounts) };
}

function withPolicy<T>(
  all: Readonly<Record<string, T>>,
  name: string,
  text: T | undefined,
): Readonly<Record<string, T>> {
  const others = Object.entries(all).filter(([each]) => each !== name);
  return { ...Object.fromEntries(others), ...(text !== undefined && { [name]: text }) };
}

function partOf(
  owner: WorldAccount,
  document: Exclude<GrantedDocument, { readonly kind: "permissionSet" | "accessPointPolicy" }>,
  policy: string | undefined,
): Partial<WorldAccount> {
  switch (document.kind) {
    case "bucketPolicy": {
      const { bucket: name } = document;
      return { buckets: { ...owner.buckets, [name]: withOwn(owned(owner.buckets, name), policy) } };
    }
    case "keyPolicy": {
      const { keys = {} } = owner;
      const id = document.key.slice(document.key.lastIndexOf("/") + 1);
      return { keys: { ...keys, [id]: withOwn(owned(keys, id), policy) } };
    }
    case "keyGrant":
      return partOfKeyGrant(owner, document, policy);
    case "vpcEndpointPolicy": {
      const { vpcEndpoints = {} } = owner;
      const { endpoint: id } = document;
      const changed = withOwn(owned(vpcEndpoints, id), policy);
      return { vpcEndpoints: { ...vpcEndpoints, [id]: changed } };
    }
    case "trustPolicy":
      throw new Error("nothing here leaves copies to jobs");
    case "rolePolicy": {
      const { name, policyName } = document;
      return {
        roles: { ...owner.roles, [name]: withInline(owner.roles, name, [policyName, policy]) },
      };
    }
    case "userPolicy": {
      const { name, policyName } = document;
      return {
        users: { ...owner.users, [name]: withInline(owner.users, name, [policyName, policy]) },
      };
    }
  }
}

function partOfKeyGrant(
  { keys = {} }: WorldAccount,
  { key: arn, name: own }: { readonly key: string; readonly name: string },
  text: string | undefined,
): Partial<WorldAccount> {
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  const key = owned(keys, id);
  const others = (key.grants ?? []).filter(({ name }) => name !== own);
  const made = text === undefined ? [] : [{ id: own, ...parsedKeyGrant(text) }];
  return { keys: { ...keys, [id]: { ...key, grants: [...others, ...made] } } };
}

function withInline<T extends { readonly inlinePolicies: Readonly<Record<string, string>> }>(
  all: Readonly<Record<string, T>>,
  name: string,
  [policyName, text]: readonly [policyName: string, text: string | undefined],
): T {
  const one = owned(all, name);
  return { ...one, inlinePolicies: withPolicy(one.inlinePolicies, policyName, text) };
}

function withOwn<T extends { readonly policy?: string }>(one: T, policy: string | undefined): T {
  const rest = without(one, "policy");
  return (policy === undefined ? rest : { ...rest, policy }) as T;
}

function owned<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = all[name];
  if (found === undefined) throw new Error(`the account has no \`${name}\``);
  return found;
}
