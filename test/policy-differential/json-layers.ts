import type { PolicyRow } from "../policy/policy-row.ts";
import type { JsonLayers, JsonPolicy, JsonStatement } from "../spec/policy-json.ts";

type Known<Layer extends keyof PolicyRow> = Exclude<PolicyRow[Layer], undefined | "unreadable">;

const FULL: JsonPolicy = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
};

/** What a row says of each layer, or undefined when something may not be read. */
export function jsonLayers(row: PolicyRow): JsonLayers | undefined {
  if (Object.values(row).includes("unreadable")) return undefined;
  // Its rules, from R80, are not in this evaluator yet.
  if (row.s3 !== undefined) return undefined;
  // The evaluator written from AWS's text knows no KMS keys yet.
  if (row.keyPolicy !== undefined || row.keys !== undefined) return undefined;
  // Nor canonical user ids.
  if (row.canonicalIds !== undefined) return undefined;
  const resource = known(row.bucketPolicy) ?? row.trustPolicy;
  return {
    identity: (known(row.identity) ?? []).map(asJson),
    resource: resource === undefined ? [] : [asJson(resource)],
    ...organizationsOf(row),
    ...optional("boundary", known(row.boundary), asJson),
    ...optional("session", known(row.session), (policies) => policies.map(asJson)),
    ...optional("vpcEndpoint", known(row.vpcEndpoint), ({ type = "gateway", policy }) => ({
      type,
      policy: asJson(policy),
    })),
  };
}

function organizationsOf(row: PolicyRow): Partial<JsonLayers> {
  return {
    ...optional("serviceControl", known(row.serviceControl), levelsOf),
    ...optional("resourceControl", known(row.resourceControl), levelsOf),
    ...optional("managementAccounts", row.managementAccounts, (accounts) => accounts),
  };
}

function known<T>(layer: T | "unreadable" | undefined): T | undefined {
  return layer === "unreadable" ? undefined : layer;
}

function optional<K extends string, A, B>(
  name: K,
  value: A | undefined,
  change: (value: A) => B,
): { readonly [Name in K]?: B } {
  return value === undefined ? {} : ({ [name]: change(value) } as { readonly [Name in K]?: B });
}

function levelsOf(levels: Known<"serviceControl">): readonly (readonly JsonPolicy[])[] {
  return levels.map((level) => level.map((policy) => (policy === "full" ? FULL : asJson(policy))));
}

function asJson(policy: Known<"bucketPolicy">): JsonPolicy {
  return "document" in policy
    ? (policy.document as JsonPolicy)
    : { Version: "2012-10-17", Statement: policy as readonly JsonStatement[] };
}
