import {
  type AttachedPolicy,
  type OrganizationLevel,
  parsePolicy,
  type PolicyLayers,
} from "../../src/policy/index.ts";

/** Statements make one policy of version 2012-10-17; `arn` makes it a managed one. */
type RowPolicy = readonly object[] | { readonly arn?: string; readonly document: object };

/** The policies of a row, by layer; `full` on a level is `FullAWSAccess`. */
export interface RowLayers {
  readonly identity?: readonly RowPolicy[] | "unreadable";
  readonly bucketPolicy?: RowPolicy | "unreadable";
  readonly trustPolicy?: RowPolicy;
  readonly boundary?: RowPolicy | "unreadable";
  readonly session?: readonly RowPolicy[] | "unreadable";
  readonly serviceControl?: readonly RowLevel[] | "unreadable";
  readonly resourceControl?: readonly RowLevel[] | "unreadable";
  readonly vpcEndpoint?:
    { readonly type?: "gateway" | "interface"; readonly policy: RowPolicy } | "unreadable";
  readonly managementAccounts?: readonly string[];
  /** Canonical user ids, by account. */
  readonly canonicalIds?: Readonly<Record<string, string>>;
}

type RowLevel = readonly (RowPolicy | "full")[];

type Kind = "identity" | "resource" | "trust";

/** What a row says of each layer, as the engine takes it. */
export function layersOf(row: RowLayers): PolicyLayers {
  const { boundary, session, serviceControl, resourceControl, vpcEndpoint } = row;
  return {
    identity: eachOf(row.identity ?? [], (policy) => attached(policy, "identity")),
    resource: resourceOf(row),
    ...(boundary !== undefined && {
      boundary: boundary === "unreadable" ? boundary : attached(boundary, "identity"),
    }),
    ...(session !== undefined && {
      session: eachOf(session, (policy) => attached(policy, "identity")),
    }),
    ...(serviceControl !== undefined && {
      serviceControl: eachOf(serviceControl, (level, i) => levelOf(level, i, "identity")),
    }),
    ...(resourceControl !== undefined && {
      resourceControl: eachOf(resourceControl, (level, i) => levelOf(level, i, "resource")),
    }),
    ...(vpcEndpoint !== undefined && { vpcEndpoint: endpointOf(vpcEndpoint) }),
    ...(row.managementAccounts && { managementAccounts: row.managementAccounts }),
    ...(row.canonicalIds && { canonicalIds: new Map(Object.entries(row.canonicalIds)) }),
  };
}

function resourceOf({ bucketPolicy, trustPolicy }: RowLayers): PolicyLayers["resource"] {
  if (bucketPolicy === "unreadable") return bucketPolicy;
  if (bucketPolicy !== undefined) return [attached(bucketPolicy, "resource")];
  return trustPolicy === undefined ? [] : [attached(trustPolicy, "trust")];
}

function endpointOf(
  row: NonNullable<RowLayers["vpcEndpoint"]>,
): NonNullable<PolicyLayers["vpcEndpoint"]> {
  if (row === "unreadable") return row;
  const { type = "gateway", policy } = row;
  const attachedTo = "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-1a2b3c4d";
  return { ...attached(policy, "resource"), type, attachedTo };
}

function levelOf(level: RowLevel, index: number, kind: Kind): OrganizationLevel {
  const policies = level.map((policy) =>
    policy === "full" ? fullAccess(kind) : attached(policy, kind),
  );
  return {
    id: ["r-root", "ou-root-unit0001", "111111111111"][index] ?? `level ${index}`,
    policies,
  };
}

function fullAccess(kind: Kind): AttachedPolicy {
  const principal = kind === "resource" ? { Principal: "*" } : {};
  const statement = { Effect: "Allow", ...principal, Action: "*", Resource: "*" };
  const type = kind === "resource" ? "resource_control_policy/p-RCP" : "service_control_policy/p-";
  return attached(
    {
      arn: `arn:aws:organizations::aws:policy/${type}FullAWSAccess`,
      document: { Version: "2012-10-17", Statement: [statement] },
    },
    kind,
  );
}

function eachOf<A, B>(
  list: readonly A[] | "unreadable",
  change: (item: A, index: number) => B,
): readonly B[] | "unreadable" {
  return list === "unreadable" ? list : list.map(change);
}

function attached(policy: RowPolicy, kind: Kind): AttachedPolicy {
  const json =
    "document" in policy ? policy.document : { Version: "2012-10-17", Statement: policy };
  const parsed = parsePolicy(JSON.stringify(json), kind);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  const arn = "arn" in policy ? policy.arn : undefined;
  return {
    document: parsed.value,
    name: kind === "resource" ? "bucket policy" : "policy",
    ...(arn === undefined ? {} : { arn }),
    attachedTo: "where the row says",
  };
}
