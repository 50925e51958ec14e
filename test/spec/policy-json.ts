import type { AuthorizationRequest } from "../../src/policy/index.ts";

/** Condition keys of a request, in lower case; here every value is known. */
export type KnownContext = ReadonlyMap<string, readonly string[]>;

/** A request about which nothing is unknown. */
export interface KnownRequest extends Pick<
  AuthorizationRequest,
  "caller" | "action" | "resource" | "resourceAccount"
> {
  readonly context: KnownContext;
}

type ConditionValue = string | number | boolean;

type OneOrMany<T> = T | readonly T[];

export type JsonPrincipal = "*" | Readonly<Record<string, OneOrMany<string>>>;

export type JsonCondition = Readonly<
  Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>
>;

/** A statement as `JSON.parse` gives it. */
export interface JsonStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: JsonPrincipal;
  readonly NotPrincipal?: JsonPrincipal;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: JsonCondition;
}

/** A policy as `JSON.parse` gives it. */
export interface JsonPolicy {
  readonly Version?: string;
  readonly Statement: OneOrMany<JsonStatement>;
}

/** JSON policies write a list of one as the one. */
export function asList(value: OneOrMany<ConditionValue> | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "object" ? value.map(String) : [String(value)];
}

export function statementsOf(policy: JsonPolicy): readonly JsonStatement[] {
  return "Effect" in policy.Statement ? [policy.Statement] : policy.Statement;
}

/** The policies that bear on a request; a layer that it does not have is absent. */
export interface JsonLayers {
  readonly identity: readonly JsonPolicy[];
  /** Bucket policy or trust policy. */
  readonly resource: readonly JsonPolicy[];
  readonly boundary?: JsonPolicy;
  readonly session?: readonly JsonPolicy[];
  /** By level, from the root down. */
  readonly serviceControl?: readonly (readonly JsonPolicy[])[];
  readonly resourceControl?: readonly (readonly JsonPolicy[])[];
  readonly vpcEndpoint?: { readonly type: "gateway" | "interface"; readonly policy: JsonPolicy };
  readonly managementAccounts?: readonly string[];
}
