import type { AttachedPolicy, AuthorizationRequest, PolicyLayers } from "../../src/policy/index.ts";
import type {
  Flag,
  JsonAccessPoint,
  JsonAcl,
  JsonLayers,
  JsonPolicy,
} from "../spec/policy-json.ts";

type Known<T> = Exclude<T, "unreadable" | undefined>;
type Ownership = Known<PolicyLayers["ownership"]>;
type Grant = Ownership["bucketAcl"][number];
type NewAcl = Known<Known<AuthorizationRequest["s3"]>["newAcl"]>;

/** An access point as the engine takes it. */
export function accessPointOf(
  { policy, ...rest }: JsonAccessPoint,
  attached: (policy: JsonPolicy) => AttachedPolicy,
): Known<PolicyLayers["accessPoint"]> {
  return { ...rest, ...(policy && { policy: attached(policy) }) };
}

type Settings = Pick<
  PolicyLayers,
  "publicAccessBlock" | "ownership" | "requesterPays" | "blocksCustomerKeys"
>;

/** The settings of a bucket as the engine takes them. */
export function settingsOf({ settings = {} }: JsonLayers): Settings {
  const { publicAccessBlock: block, ownership, requesterPays, blocksCustomerKeys } = settings;
  return {
    ...(block && {
      publicAccessBlock: Object.fromEntries(
        Object.entries(block).map(([place, flags]) => [place, flagsOf(flags)]),
      ),
    }),
    ...(ownership && { ownership: ownershipOf(ownership) }),
    ...(requesterPays !== undefined && { requesterPays }),
    ...(blocksCustomerKeys !== undefined && { blocksCustomerKeys }),
  };
}

function flagsOf(flags: readonly Flag[]): Record<Uncapitalize<Flag>, boolean> {
  return {
    blockPublicAcls: flags.includes("BlockPublicAcls"),
    ignorePublicAcls: flags.includes("IgnorePublicAcls"),
    blockPublicPolicy: flags.includes("BlockPublicPolicy"),
    restrictPublicBuckets: flags.includes("RestrictPublicBuckets"),
  };
}

function ownershipOf({
  setting,
  bucketAcl = [],
  object,
}: Known<Known<JsonLayers["settings"]>["ownership"]>): Ownership {
  return {
    setting,
    bucketAcl: bucketAcl.map(grantOf),
    ...(object && { object: { owner: object.owner, acl: (object.acl ?? []).map(grantOf) } }),
  };
}

function grantOf(text: string): Grant {
  const [grantee = "", permission = ""] = text.split(" ");
  return { grantee: granteeOf(grantee), permission: permission as Grant["permission"] };
}

function granteeOf(name: string): Grant["grantee"] {
  if (/^\d{12}$/.test(name)) return { kind: "account", account: name };
  if (/^[0-9a-f]{60,}$/.test(name)) return { kind: "canonicalUser", id: name };
  return { kind: "group", group: name as "AllUsers" };
}

/** The ACL that a request brings, as the engine takes it. */
export function newAclOf(acl: string | JsonAcl): NewAcl {
  return typeof acl === "string" ? (acl as NewAcl & string) : acl.map(grantOf);
}
