/** What was compared where an element of a statement does not match, by a stable code for what keeps it from matching. */
export interface ShortfallValues {
  /** The principal is a session of the caller's role, but another one. */
  readonly otherSession: { readonly named: string; readonly caller: string };
  /** The same name of a role or user under another path, or none. */
  readonly otherPath: { readonly named: string; readonly caller: string };
  /** A role of Identity Center of the same permission set, with another suffix. */
  readonly remadeRole: { readonly named: string; readonly caller: string };
  /** What S3 shows for a principal that is gone. */
  readonly deletedPrincipal: { readonly named: string };
  /** The caller's account, in a policy that takes an account for its root user. */
  readonly rootOnly: { readonly named: string };
  readonly otherAccount: { readonly named: string; readonly account: string };
  readonly otherPrincipal: { readonly named: readonly string[]; readonly caller: string };
  readonly unsigned: { readonly named: readonly string[] };
  readonly unknownCanonicalId: { readonly named: readonly string[] };
  /** `NotPrincipal` lists the caller. */
  readonly listedPrincipal: { readonly named: readonly string[] };
  /** No such action exists; `meant` are those that were probably meant. */
  readonly noAction: { readonly named: string; readonly meant: readonly string[] };
  readonly otherAction: { readonly named: readonly string[] };
  /** `NotAction` lists the action. */
  readonly listedAction: { readonly named: readonly string[] };
  /** Objects, where the bucket itself is asked for. */
  readonly objectsNotBucket: { readonly named: string };
  /** The bucket itself, where objects are asked for. */
  readonly bucketNotObjects: { readonly named: string };
  readonly otherBucket: { readonly named: readonly string[] };
  readonly otherKeys: { readonly named: readonly string[] };
  readonly otherResource: { readonly named: readonly string[] };
  /** `NotResource` lists the resource. */
  readonly listedResource: { readonly named: readonly string[] };
  /** A policy variable without a value in this request. */
  readonly unresolved: { readonly named: string };
  /** A policy variable whose value nobody knows. */
  readonly unknownVariable: { readonly named: string };
  /** Of what is no statement, e.g. a grant on a key. */
  readonly otherValue: { readonly named: readonly string[]; readonly found: readonly string[] };
  readonly unknownOther: { readonly named: readonly string[] };
  /** Some of the keys that are asked for, and not all. */
  readonly someKeys: { readonly named: readonly string[] };
}

/** What keeps an element from matching, as far as it can be named. */
export type ShortfallOf<Code extends keyof ShortfallValues> = {
  [Each in Code]: { readonly code: Each } & ShortfallValues[Each];
}[Code];

export type Shortfall = ShortfallOf<keyof ShortfallValues>;

/** The codes that say little but that two values differ. */
export function isVague({ code }: Shortfall): boolean {
  return /^other(?:Principal|Action|Resource|Account|Bucket|Value)$/.test(code);
}
