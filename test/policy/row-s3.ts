import type { AuthorizationRequest, PolicyLayers } from "../../src/policy/index.ts";
import { attached, type RowPolicy } from "./row-policy.ts";

type Flag = "BlockPublicAcls" | "IgnorePublicAcls" | "BlockPublicPolicy" | "RestrictPublicBuckets";

/** `public-read`, or grants as `222222222222 READ`, `AllUsers READ`; any other grantee is a canonical user id. */
type RowAcl = string | readonly string[];

/** What a row says of a bucket's settings, and of what its request brings for them. */
export interface RowS3 {
  /** The flags that are set, by place. */
  readonly publicAccessBlock?: Readonly<
    Partial<
      Record<"organization" | "account" | "bucket" | "accessPoint", readonly Flag[] | "unreadable">
    >
  >;
  readonly ownership?:
    | {
        readonly setting: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";
        readonly bucketAcl?: readonly string[];
        readonly object?: { readonly owner: string; readonly acl?: readonly string[] } | "unknown";
      }
    | "unreadable";
  readonly requesterPays?: boolean | "unreadable";
  readonly blocksCustomerKeys?: boolean | "unreadable";
  readonly accessPoint?: {
    readonly arn: string;
    readonly bucket: string;
    readonly policy?: RowPolicy | "unreadable";
    readonly vpc?: string;
  };
  readonly acceptsCharges?: boolean;
  readonly expectedBucketOwner?: string;
  readonly newPolicy?: RowPolicy;
  readonly newAcl?: RowAcl;
}

type S3Layers = Pick<
  PolicyLayers,
  "publicAccessBlock" | "ownership" | "requesterPays" | "blocksCustomerKeys" | "accessPoint"
>;

export function s3LayersOf(row: RowS3): S3Layers {
  const { publicAccessBlock: block, requesterPays, blocksCustomerKeys } = row;
  return {
    ...(block && {
      publicAccessBlock: Object.fromEntries(
        Object.entries(block).map(([place, flags]) => [
          place,
          flags === "unreadable" ? flags : flagsOf(flags),
        ]),
      ),
    }),
    ...ownershipOf(row),
    ...(requesterPays !== undefined && { requesterPays }),
    ...(blocksCustomerKeys !== undefined && { blocksCustomerKeys }),
    ...accessPointOf(row),
  };
}

function flagsOf(
  flags: readonly Flag[],
): Exclude<NonNullable<NonNullable<PolicyLayers["publicAccessBlock"]>["bucket"]>, "unreadable"> {
  return {
    blockPublicAcls: flags.includes("BlockPublicAcls"),
    ignorePublicAcls: flags.includes("IgnorePublicAcls"),
    blockPublicPolicy: flags.includes("BlockPublicPolicy"),
    restrictPublicBuckets: flags.includes("RestrictPublicBuckets"),
  };
}

function ownershipOf({ ownership }: RowS3): Pick<PolicyLayers, "ownership"> {
  if (ownership === undefined || ownership === "unreadable") return ownership ? { ownership } : {};
  const { setting, bucketAcl = [], object } = ownership;
  const owned =
    object === undefined || object === "unknown"
      ? object
      : { owner: object.owner, acl: (object.acl ?? []).map(grantOf) };
  return {
    ownership: { setting, bucketAcl: bucketAcl.map(grantOf), ...(owned && { object: owned }) },
  };
}

type Grant = Exclude<
  Exclude<PolicyLayers["ownership"], "unreadable" | undefined>,
  string
>["bucketAcl"][number];

const groups: ReadonlySet<string> = new Set(["AllUsers", "AuthenticatedUsers", "LogDelivery"]);

function grantOf(text: string): Grant {
  const [grantee = "", permission = ""] = text.split(" ");
  return {
    grantee: granteeOf(grantee),
    permission: permission as Grant["permission"],
  };
}

function granteeOf(name: string): Grant["grantee"] {
  if (/^\d{12}$/.test(name)) return { kind: "account", account: name };
  if (!groups.has(name)) return { kind: "canonicalUser", id: name };
  return { kind: "group", group: name as "AllUsers" };
}

function accessPointOf({ accessPoint }: RowS3): Pick<PolicyLayers, "accessPoint"> {
  if (accessPoint === undefined) return {};
  const { policy, ...rest } = accessPoint;
  if (policy === undefined || policy === "unreadable") {
    return { accessPoint: policy ? { ...rest, policy } : rest };
  }
  return { accessPoint: { ...rest, policy: attached(policy, "resource") } };
}

export function s3ParametersOf(row: RowS3): Pick<AuthorizationRequest, "s3"> {
  const { acceptsCharges, expectedBucketOwner, newPolicy, newAcl } = row;
  return {
    s3: {
      ...(acceptsCharges !== undefined && { acceptsCharges }),
      ...(expectedBucketOwner !== undefined && { expectedBucketOwner }),
      ...(newPolicy !== undefined && { newPolicy: attached(newPolicy, "resource") }),
      ...(newAcl !== undefined && { newAcl: aclOf(newAcl) }),
    },
  };
}

type NewAcl = NonNullable<NonNullable<AuthorizationRequest["s3"]>["newAcl"]>;

function aclOf(acl: RowAcl): NewAcl {
  return typeof acl === "string" ? (acl as NewAcl) : acl.map(grantOf);
}
