import type { CompiledStatement } from "../evaluate/compile-policy.ts";
import { isEveryone } from "../match/match-principal.ts";
import type { Rule } from "./rule.ts";

/** A rule that names an account; `partition` where it does so by the ARN of the account's root. */
export interface AccountRule {
  readonly rule: Rule;
  readonly partition: string | undefined;
}

/** Rules about the same resources, by whom they name. */
export interface CallerBucket {
  /** For everyone, or of a layer that names nobody. */
  readonly open: Rule[];
  /** By the ARN of a user, role or session. */
  readonly byArn: Map<string, Rule[]>;
  readonly byAccount: Map<string, AccountRule[]>;
  /** Those that a caller of an account must be held against: with `NotPrincipal` or canonical user ids. */
  readonly closer: Rule[];
  /** The same for callers of no account; services and identity providers are named here too. */
  readonly other: Rule[];
}

export function emptyBucket(): CallerBucket {
  return { open: [], byArn: new Map(), byAccount: new Map(), closer: [], other: [] };
}

/** Adds a rule under every name that it has for callers; `namesPrincipals` is the layer's. */
export function addRule(bucket: CallerBucket, rule: Rule, namesPrincipals: boolean): void {
  if (!namesPrincipals) {
    bucket.open.push(rule);
    return;
  }
  const { principal } = rule.compiled.statement;
  if (principal === undefined) return;
  if (!principal.negated && namesEveryone(rule.compiled)) {
    bucket.open.push(rule);
    return;
  }
  bucket.other.push(rule);
  if (principal.negated || principal.entries.some(({ value }) => value.type === "CanonicalUser")) {
    bucket.closer.push(rule);
    return;
  }
  for (const { value } of principal.entries) {
    if (value.type === "AWS") addName(bucket, rule, value.value);
  }
}

function namesEveryone({ statement }: CompiledStatement): boolean {
  const entries = statement.principal?.entries ?? [];
  return entries.some(({ value }) => isEveryone(value));
}

/** A text that is neither account nor root goes in as it is: whatever equals it is the caller's ARN. */
function addName(bucket: CallerBucket, rule: Rule, name: string): void {
  const [, partition, account = name] = /^arn:([^:]*):iam::([^:]*):root$/.exec(name) ?? [];
  append(bucket.byAccount, account, { rule, partition });
  append(bucket.byArn, name, rule);
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
