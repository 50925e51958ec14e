import { defaultKeyPolicy, s3ManagedKeyPolicy } from "../../src/policy/index.ts";
import type { PolicyRow } from "../policy/policy-row.ts";
import type {
  JsonBrought,
  JsonKeyUse,
  JsonLayers,
  JsonPolicy,
  JsonSettings,
  JsonStatement,
} from "../spec/policy-json.ts";

type Known<T> = Exclude<T, undefined | "unreadable" | "unknown">;
type RowS3 = Known<PolicyRow["s3"]>;
type RowKey = Known<PolicyRow["keys"]>[number];
type RowPolicy = Known<PolicyRow["bucketPolicy"]>;

const FULL: JsonPolicy = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
};

/** What a row says of each layer, or undefined when something is not known, or a key cannot be used. */
export function jsonLayers(row: PolicyRow): JsonLayers | undefined {
  if (/"(?:unreadable|unknown|keyState|state|byCiphertext)":?/.test(JSON.stringify(row))) {
    return undefined;
  }
  return {
    identity: list(row.identity).map(asJson),
    resource: resourceOf(row),
    ...limitsOf(row),
    ...optional({
      canonicalIds: row.canonicalIds,
      grants: known(row.grants),
      keys: known(row.keys)?.map(keyOf),
      accessPoint: accessPointOf(row.s3),
      settings: row.s3 && settingsOf(row.s3),
      brings: row.s3 && broughtBy(row.s3),
    }),
  };
}

function resourceOf(row: PolicyRow): readonly JsonPolicy[] {
  if (row.keyPolicy !== undefined) return [keyPolicyOf(row.keyPolicy, row.resource)];
  const resource = known(row.bucketPolicy) ?? row.trustPolicy;
  return resource === undefined ? [] : [asJson(resource)];
}

function limitsOf(row: PolicyRow): Partial<JsonLayers> {
  const [boundary, session, endpoint] = [row.boundary, row.session, row.vpcEndpoint].map(known) as [
    Known<PolicyRow["boundary"]> | undefined,
    Known<PolicyRow["session"]> | undefined,
    Known<PolicyRow["vpcEndpoint"]> | undefined,
  ];
  return optional({
    boundary: boundary && asJson(boundary),
    session: session?.map(asJson),
    vpcEndpoint: endpoint && { type: endpoint.type ?? "gateway", policy: asJson(endpoint.policy) },
    serviceControl: levelsOf(row.serviceControl),
    resourceControl: levelsOf(row.resourceControl),
    managementAccounts: row.managementAccounts,
  });
}

function keyOf(row: RowKey): JsonKeyUse {
  const { arn, purpose, bucketKey = false, encryptionContext, context, resourceControl } = row;
  return {
    arn,
    purpose,
    bucketKey,
    policy: [keyPolicyOf(row.policy, arn)],
    grants: list(row.grants),
    ...optional({ encryptionContext, context, resourceControl: levelsOf(resourceControl) }),
  };
}

function keyPolicyOf(
  policy: Known<PolicyRow["keyPolicy"]> | "unreadable",
  arn: string,
): JsonPolicy {
  const [, , , region = "", account = ""] = arn.split(":");
  if (policy === "default") return JSON.parse(defaultKeyPolicy(account)) as JsonPolicy;
  if (policy === "aws/s3") return JSON.parse(s3ManagedKeyPolicy(account, region)) as JsonPolicy;
  return policy === "unreadable" ? FULL : asJson(policy);
}

function accessPointOf(row: PolicyRow["s3"]): JsonLayers["accessPoint"] {
  if (row?.accessPoint === undefined) return undefined;
  const { policy, ...rest } = row.accessPoint;
  const readable = known(policy);
  return readable === undefined ? rest : { ...rest, policy: asJson(readable) };
}

function settingsOf(row: RowS3): JsonSettings {
  const { publicAccessBlock, ownership, requesterPays, blocksCustomerKeys } = row;
  const settings = { publicAccessBlock, ownership, requesterPays, blocksCustomerKeys };
  return optional(settings) as JsonSettings;
}

function broughtBy({ acceptsCharges, expectedBucketOwner, newPolicy, newAcl }: RowS3): JsonBrought {
  return optional({
    acceptsCharges,
    expectedBucketOwner,
    newPolicy: newPolicy && asJson(newPolicy),
    newAcl,
  });
}

function known<T>(layer: T): Known<T> | undefined {
  return layer === undefined || layer === "unreadable" || layer === "unknown"
    ? undefined
    : (layer as Known<T>);
}

function list<T>(items: readonly T[] | "unreadable" | undefined): readonly T[] {
  return items === undefined || items === "unreadable" ? [] : items;
}

type Given<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** What is undefined is not there at all. */
function optional<T extends object>(layers: T): Partial<Given<T>> {
  const given = Object.entries(layers).filter(([, layer]) => layer !== undefined);
  return Object.fromEntries(given) as Partial<Given<T>>;
}

function levelsOf(levels: PolicyRow["serviceControl"]): JsonLayers["serviceControl"] {
  const readable = known(levels);
  return readable?.map((level) => level.map((one) => (one === "full" ? FULL : asJson(one))));
}

function asJson(policy: RowPolicy): JsonPolicy {
  return "document" in policy
    ? (policy.document as JsonPolicy)
    : { Version: "2012-10-17", Statement: policy as readonly JsonStatement[] };
}
