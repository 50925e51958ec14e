import type { Sentence } from "../../aws/index.ts";
import { accountCaller, type AttachedPolicy, awsManagedPolicy } from "../../policy/index.ts";
import { cameTo } from "../facts/asked-of.ts";
import type { Facts } from "../facts/facts.ts";

/** One account of a world file, as far as a part of it is told. */
export type PulledAccount = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A principal in the form of world files; or why there is none. */
export type PulledPrincipal =
  { readonly account: string; readonly told: PulledAccount } | { readonly lacks: Sentence };

const FEDERATED: Sentence = {
  en: "a federated session has no place in a world",
  ja: "フェデレーションユーザーのセッションはワールドに書けません",
};

/** Writes who a profile is, and its policies. */
export function pulledPrincipal(profile: string, facts: Facts): PulledPrincipal {
  const { principalArn, identityPolicies, limits } = facts;
  const caller = accountCaller(facts.caller);
  if (caller === undefined || caller.kind === "federatedUser") {
    return { lacks: cameTo(facts.callerLabel, FEDERATED) };
  }
  const { account } = caller;
  if (caller.kind === "root") return { account, told: { root: { profile } } };
  if (!principalArn.known) return { lacks: cameTo(facts.callerLabel, principalArn.why) };
  if (!identityPolicies.known) return { lacks: cameTo(facts.callerLabel, identityPolicies.why) };
  if (limits.boundary.known !== true)
    return { lacks: cameTo(facts.callerLabel, limits.boundary.why) };
  const boundary = limits.boundary.value;
  const { name, path } = placeOf(principalArn.value);
  const own = identityPolicies.value.filter(({ attachedTo }) => groupOf(attachedTo) === undefined);
  const principal = {
    path,
    ...attachments(own),
    ...(boundary && { boundary: referenceTo(boundary) }),
  };
  const policies = customerPolicies([...identityPolicies.value, ...(boundary ? [boundary] : [])]);
  if (caller.kind === "user") {
    const groups = groupsIn(identityPolicies.value);
    const user = { ...principal, profile, groups: Object.keys(groups) };
    return { account, told: { users: { [name]: user }, groups, policies } };
  }
  const session = caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
  const role = { ...principal, sessions: { [session]: { profile } } };
  return { account, told: { roles: { [name]: role }, policies } };
}

function placeOf(arn: string): { readonly name: string; readonly path: string } {
  const resource = arn.slice(arn.lastIndexOf(":") + 1);
  const slash = resource.lastIndexOf("/");
  return {
    name: resource.slice(slash + 1),
    path: resource.slice(resource.indexOf("/"), slash + 1),
  };
}

function groupOf(arn: string): string | undefined {
  return /:group\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

function groupsIn(policies: readonly AttachedPolicy[]): Readonly<Record<string, object>> {
  const names = new Set(policies.flatMap(({ attachedTo }) => groupOf(attachedTo) ?? []));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      attachments(policies.filter(({ attachedTo }) => groupOf(attachedTo) === name)),
    ]),
  );
}

function attachments(policies: readonly AttachedPolicy[]): object {
  const managed = policies.filter(({ arn }) => arn !== undefined);
  const inline = policies.filter(({ arn }) => arn === undefined);
  return {
    managedPolicies: managed.map(referenceTo),
    inlinePolicies: Object.fromEntries(inline.map(({ name, document }) => [name, document.text])),
  };
}

/** AWS's by ARN where a world knows them, else the account's by name. */
function referenceTo({ arn = "", name }: AttachedPolicy): string {
  return awsManagedPolicy(arn)?.arn ?? name;
}

function customerPolicies(policies: readonly AttachedPolicy[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    policies
      .filter(({ arn }) => arn !== undefined && awsManagedPolicy(arn) === undefined)
      .map(({ name, document }) => [name, document.text]),
  );
}
