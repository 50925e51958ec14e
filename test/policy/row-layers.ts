import type { PolicyLayers } from "../../src/policy/index.ts";
import { keyLayersOf, keyPolicyOf, type RowKeys } from "./row-keys.ts";
import { eachOf, levelOf, type RowLevel } from "./row-levels.ts";
import { attached, type RowPolicy } from "./row-policy.ts";
import { type RowS3, s3LayersOf } from "./row-s3.ts";

/** The policies of a row, by layer; `full` on a level is `FullAWSAccess`. */
export interface RowLayers extends RowKeys {
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
  /** What the bucket's settings say, and what the request brings for them. */
  readonly s3?: RowS3;
}

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
    ...keyLayersOf(row),
    ...(row.s3 && s3LayersOf(row.s3)),
  };
}

function resourceOf(row: RowLayers & { readonly resource?: string }): PolicyLayers["resource"] {
  const { bucketPolicy, trustPolicy, keyPolicy, resource = "" } = row;
  if (keyPolicy !== undefined) return keyPolicyOf(keyPolicy, resource);
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
