import { defaultKeyPolicy, type KeyGrant } from "../../policy/index.ts";
import type { Permission } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { accessDeniedException } from "../json/json-refusal.ts";
import { denialOf, requireAccess } from "../json/require-access.ts";
import type { LabState } from "../state/lab-state.ts";
import { findKey, type KeyReference, referredArn } from "./find-key.ts";
import { aliasNotFound, keyNotFound } from "./key-refusals.ts";
import type { KmsKey } from "./kms-tables.ts";

type Context = Permission["context"];

/** One request for a key. */
export interface KeyRequest {
  readonly stated: StatedAccess;
  readonly context: Context;
  /** The caller named no key: it was found in the ciphertext. */
  readonly isFromCiphertext?: boolean;
}

/** The key that is referred to, for a caller who may do this with it. */
export function requireKey(call: Call, reference: KeyReference, request: KeyRequest): KmsKey {
  const key = findKey(call.lab, reference);
  if (key === undefined) throw missing(call, reference, request);
  requireKeyAccess(call, key, request);
  return key;
}

/** Goes on only when key policy, grants and the caller's own policies allow. */
export function requireKeyAccess(call: Call, key: KmsKey, request: KeyRequest): void {
  const { stated, context, isFromCiphertext = false } = request;
  const denial = denialOf(call, stated, {
    resource: key.arn,
    resourceAccount: key.account,
    resourcePolicies: [keyPolicyOf(call.lab, key)],
    grants: grantsOf(call.lab, key.arn),
    context,
    ofResource: keyContext(call.lab, key),
    ...(isFromCiphertext && { byCiphertext: true }),
  });
  if (denial !== undefined) throw accessDeniedException(denial);
}

/** A policy of a key, as it bears on requests. */
export function keyPolicyOf(
  lab: LabState,
  { arn, policy }: Pick<KmsKey, "arn" | "policy">,
): Permission["resourcePolicies"][number] {
  return { document: lab.documents.read(policy, "resource"), name: "key policy", attachedTo: arn };
}

/** The grants on a key, as they bear on requests. */
export function grantsOf(lab: LabState, keyArn: string): readonly KeyGrant[] {
  return [...lab.kms.grants.range({ within: [keyArn] })].map(({ value }) => {
    const { encryptionContextEquals: equal, encryptionContextSubset: subset } = value;
    const { id, granteePrincipal, operations, retiringPrincipal } = value;
    return {
      id,
      granteePrincipal,
      operations,
      ...(retiringPrincipal !== undefined && { retiringPrincipal }),
      ...(equal && { encryptionContextEquals: Object.fromEntries(equal) }),
      ...(subset && { encryptionContextSubset: Object.fromEntries(subset) }),
    };
  });
}

/** Condition keys that every request for a key has (Service Authorization Reference, KMS, key). */
export function keyContext(lab: LabState, key: KmsKey): Context {
  const aliases = [...lab.kms.aliases.range({ within: [key.account, key.region] })]
    .filter(({ value }) => value.keyId === key.id)
    .map(({ value }) => value.name);
  const tags = key.tags.map(([name, value]) => [`aws:resourcetag/${name.toLowerCase()}`, value]);
  return {
    "kms:keyorigin": "AWS_KMS",
    "kms:keyspec": "SYMMETRIC_DEFAULT",
    "kms:keyusage": "ENCRYPT_DECRYPT",
    "kms:multiregion": String(key.multiRegion),
    ...(key.multiRegion && { "kms:multiregionkeytype": "PRIMARY" }),
    ...(aliases.length > 0 && { "kms:resourcealiases": aliases }),
    ...(Object.fromEntries(tags) as Record<string, string>),
  };
}

/** Who may not ask is not told whether there is such a key. */
function missing(call: Call, reference: KeyReference, { stated, context }: KeyRequest): Error {
  const { lab, identity } = call;
  const arn = referredArn(reference);
  const account = "account" in identity.caller ? identity.caller.account : "";
  const resource = {
    resource: arn,
    resourceAccount: reference.account,
    resourcePolicies: [keyPolicyOf(lab, { arn, policy: defaultKeyPolicy(account) })],
    context,
  };
  if (account === reference.account && denialOf(call, stated, resource) === undefined) {
    return reference.id === undefined ? aliasNotFound(arn) : keyNotFound(arn);
  }
  const who = "arn" in identity.caller ? identity.caller.arn : account;
  return accessDeniedException(
    `User: ${who} is not authorized to perform: ${stated.action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  );
}

/** Goes on only when the caller may do this with an alias: no key policy speaks of it. */
export function requireAliasAccess(
  call: Call,
  stated: StatedAccess,
  alias: { readonly account: string; readonly region: string; readonly name: string },
): void {
  requireAccess(call, stated, {
    resource: `arn:aws:kms:${alias.region}:${alias.account}:${alias.name}`,
    resourceAccount: alias.account,
    resourcePolicies: [],
    context: { "kms:calleraccount": alias.account },
  });
}
