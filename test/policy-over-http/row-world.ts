import type { Caller } from "../../src/policy/index.ts";
import type { PolicyRow } from "../policy/policy-row.ts";
import type { RowPolicy } from "../policy/row-policy.ts";
import { callers } from "../support/callers.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { bucketsOf, flagsOf, foreignOwnerOf, regionOf } from "./row-bucket.ts";
import { documentOf, managedNameOf, mergedOf } from "./row-document.ts";
import { keysOf } from "./row-keys.ts";
import { canonicalIdOf } from "./row-object.ts";
import { organizationOf } from "./row-organization.ts";

/** The profile that signs a row's request. */
export const ASKER = "asker";

/** The profile of an account's root user, who puts what the request asks for. */
export function ownerOf(account: string): string {
  return `owner-${account}`;
}

type Tree = Record<string, unknown>;

/** The world that a row speaks of, as a world file has it. */
export function worldTreeOf(row: PolicyRow): Tree {
  const caller = callers[row.caller];
  const ids = new Set(["111111111111", "222222222222", row.resourceAccount]);
  const writer = foreignOwnerOf(row);
  if (writer !== undefined) ids.add(writer);
  const accounts = new Map([...ids].map((id) => [id, accountOf(row, id)] as const));
  const at = (id: string): Tree => accounts.get(id) ?? {};
  at(row.resourceAccount)["buckets"] = bucketsOf(row);
  for (const [id, keys] of keysOf(row)) {
    if (!accounts.has(id)) throw new Inexpressible("a KMS key of an account that is not there");
    at(id)["keys"] = { ...(at(id)["keys"] as Tree | undefined), ...keys };
  }
  if ("account" in caller) {
    const before = at(caller.account);
    Object.assign(before, entitiesOf(row, caller), { vpcEndpoints: endpointsOf(row) });
  } else if (caller.kind !== "anonymous") {
    throw new Inexpressible("the caller has no keys to sign with");
  } else if (row.vpcEndpoint !== undefined) {
    throw new Inexpressible("nobody's request comes through an endpoint by its keys");
  }
  writeRole(row, at);
  writeKeyUsers(row, at);
  return {
    accounts: Object.fromEntries(accounts),
    ...organizationOf(row, [...ids]),
  };
}

function accountOf(row: PolicyRow, id: string): Tree {
  const canonicalId = row.canonicalIds?.[id] ?? canonicalIdOf(id);
  const block = id === row.resourceAccount ? row.s3?.publicAccessBlock?.account : undefined;
  return {
    name: `a-${id}`,
    root: { profile: ownerOf(id) },
    canonicalId,
    ...(block !== undefined && { publicAccessBlock: flagsOf(block) }),
  };
}

function entitiesOf(row: PolicyRow, caller: Caller): Tree {
  const signIn = { profile: ASKER, ...(row.vpcEndpoint && { endpoint: endpointIdOf(row) }) };
  switch (caller.kind) {
    case "root":
      return { root: signIn };
    case "user": {
      const { policies, ...principal } = principalOf(row);
      const { path, name } = placeOf(caller.arn);
      return { policies, users: { [name]: { ...principal, path, ...signIn } } };
    }
    case "roleSession": {
      const { policies, ...principal } = principalOf(row);
      const { path, name } = placeOf(caller.roleArn);
      const session = caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
      const policy = row.session && { policy: mergedOf(known<readonly RowPolicy[]>(row.session)) };
      const sessions = { [session]: { ...signIn, ...policy } };
      return { policies, roles: { [name]: { ...principal, path, sessions } } };
    }
    case "federatedUser": {
      const account = caller.account;
      const issuer = callerOfArn(caller.issuerArn, account);
      return entitiesOf(withOpening(row), issuer);
    }
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return {};
  }
}

/** Who opened a federated session. */
function callerOfArn(arn: string, account: string): Caller {
  return arn.endsWith(":root")
    ? { kind: "root", account, arn }
    : { kind: "user", account, arn, userId: "" };
}

/** Lets the user open federated sessions, whatever else it may do. */
function withOpening(row: PolicyRow): PolicyRow {
  const { identity = [], boundary } = row;
  const statement = { Effect: "Allow", Action: "sts:GetFederationToken", Resource: "*" };
  return {
    ...row,
    identity: [...known<readonly RowPolicy[]>(identity), [statement]],
    ...(Array.isArray(boundary) && { boundary: [...(boundary as readonly object[]), statement] }),
  };
}

function placeOf(arn: string): { readonly path: string; readonly name: string } {
  const [, path = "/", name = ""] = /:(?:user|role)(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return { path, name };
}

/** The policies of a user or role, and those of them that the account manages. */
function principalOf({ identity = [], boundary }: PolicyRow): Tree & { readonly policies: Tree } {
  const policies: Tree = {};
  const inlinePolicies: Tree = {};
  const managedPolicies: string[] = [];
  known<readonly RowPolicy[]>(identity).forEach((policy, index) => {
    const name = managedNameOf(policy);
    if (name === undefined) inlinePolicies[`inline-${index}`] = documentOf(policy);
    else {
      managedPolicies.push(name);
      policies[name] = documentOf(policy);
    }
  });
  const principal = { policies, inlinePolicies, managedPolicies };
  if (boundary === undefined) return principal;
  const name = managedNameOf(known(boundary)) ?? "boundary";
  policies[name] = documentOf(known(boundary));
  return { ...principal, boundary: name };
}

/** The endpoint that the row's context names, else the one of the corpus. */
function endpointIdOf({ context }: PolicyRow): string {
  return textOf(context?.["aws:SourceVpce"]) ?? "vpce-1a2b3c4d";
}

function endpointsOf(row: PolicyRow): Tree {
  const { vpcEndpoint, context } = row;
  if (vpcEndpoint === undefined) return {};
  const { type = "gateway", policy } = known(vpcEndpoint);
  const vpc = textOf(context?.["aws:SourceVpc"]) ?? row.s3?.accessPoint?.vpc;
  return {
    [endpointIdOf(row)]: {
      region: regionOf(row),
      type,
      ...(vpc !== undefined && { vpc }),
      policy: documentOf(policy),
    },
  };
}

function textOf(value: unknown): string | undefined {
  return Array.isArray(value) && typeof value[0] === "string" ? value[0] : undefined;
}

/** The role that is asked for, where it is one that a row gives a trust policy. */
function writeRole({ resource, trustPolicy }: PolicyRow, at: (id: string) => Tree): void {
  const [, account = "", kind] = /^arn:aws:iam::(\d+):(user|role)\//.exec(resource) ?? [];
  if (kind === undefined) return;
  const { path, name } = placeOf(resource);
  const group = `${kind}s`;
  const known = (at(account)[group] ?? {}) as Record<string, Tree>;
  const trust = trustPolicy && { trustPolicy: documentOf(trustPolicy) };
  at(account)[group] = { ...known, [name]: { path, ...known[name], ...trust } };
}

/** KMS takes no policy that names users who are not there. */
function writeKeyUsers({ keys }: PolicyRow, at: (id: string) => Tree): void {
  const named = JSON.stringify(keys ?? []).matchAll(/arn:aws:iam::(\d{12}):user\/(\w+)"/g);
  for (const [, account = "", name = ""] of named) {
    const users = (at(account)["users"] ?? {}) as Tree;
    at(account)["users"] = { [name]: {}, ...users };
  }
}
