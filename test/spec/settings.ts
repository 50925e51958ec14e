import type { Caller } from "../../src/policy/index.ts";
import { accountOf } from "./access-point.ts";
import type { JsonLayers, KnownRequest } from "./policy-json.ts";
import { isFlagSet, isPublic } from "./public-access.ts";

/** Does S3 deny it whatever policies say (R82 to R86, R92, R93, R96)? */
export function isDeniedBySettings(request: KnownRequest, layers: JsonLayers): boolean {
  if (!/^s3:/i.test(request.action)) return false;
  return (
    isRestricted(request, layers) ||
    putsPublicPolicy(request, layers) ||
    bringsPublicAcl(layers) ||
    bringsAclInVain(request, layers) ||
    doesNotPay(request, layers) ||
    expectsAnotherOwner(request, layers) ||
    isOutsideVpc(request, layers)
  );
}

/** Services are neither in an account nor outside of it. */
function isOutside(caller: Caller, accounts: readonly string[]): boolean {
  if ("account" in caller) return !accounts.includes(caller.account);
  return caller.kind !== "service";
}

/** R82. */
function isRestricted({ caller, resourceAccount }: KnownRequest, layers: JsonLayers): boolean {
  const { accessPoint, resource } = layers;
  const ofPoint = accessPoint?.vpc === undefined ? accessPoint?.policy : undefined;
  const isOpen =
    resource.some((policy) => isPublic(policy, "bucket")) ||
    (ofPoint !== undefined && isPublic(ofPoint, "accessPoint"));
  const accounts = [resourceAccount, ...(accessPoint ? [accountOf(accessPoint)] : [])];
  return isFlagSet(layers, "RestrictPublicBuckets") && isOpen && isOutside(caller, accounts);
}

/** R83. */
function putsPublicPolicy({ action }: KnownRequest, layers: JsonLayers): boolean {
  const { brings, accessPoint } = layers;
  if (brings?.newPolicy === undefined || !isFlagSet(layers, "BlockPublicPolicy")) return false;
  if (!/^s3:PutAccessPointPolicy$/i.test(action)) return isPublic(brings.newPolicy, "bucket");
  return accessPoint?.vpc === undefined && isPublic(brings.newPolicy, "accessPoint");
}

/** R84. */
function bringsPublicAcl(layers: JsonLayers): boolean {
  const { newAcl = [] } = layers.brings ?? {};
  const isWide =
    typeof newAcl === "string"
      ? ["public-read", "public-read-write", "authenticated-read"].includes(newAcl)
      : newAcl.some((grant) => /^(AllUsers|AuthenticatedUsers) /.test(grant));
  return isFlagSet(layers, "BlockPublicAcls") && isWide;
}

/** R86. */
function bringsAclInVain({ caller, resourceAccount }: KnownRequest, layers: JsonLayers): boolean {
  const { newAcl } = layers.brings ?? {};
  if (newAcl === undefined || layers.settings?.ownership?.setting !== "BucketOwnerEnforced") {
    return false;
  }
  if (typeof newAcl !== "string") {
    const ids = [resourceAccount, layers.canonicalIds?.[resourceAccount]];
    return newAcl.some((grant) => !ids.some((id) => grant === `${id ?? ""} FULL_CONTROL`));
  }
  const isOwn = "account" in caller && caller.account === resourceAccount;
  return newAcl !== "bucket-owner-full-control" && !(newAcl === "private" && isOwn);
}

/** R92. */
function doesNotPay({ caller, resourceAccount }: KnownRequest, layers: JsonLayers): boolean {
  if (layers.settings?.requesterPays !== true) return false;
  const pays = layers.brings?.acceptsCharges === true && caller.kind !== "anonymous";
  return isOutside(caller, [resourceAccount]) && !pays;
}

/** Does S3 deny what policies allow (R117)? */
export function bringsCustomerKey(
  { action, context }: KnownRequest,
  { settings }: JsonLayers,
): boolean {
  const isBlocked = settings?.blocksCustomerKeys === true && /^s3:PutObject$/i.test(action);
  return isBlocked && context.has("s3:x-amz-server-side-encryption-customer-algorithm");
}

/** R93. */
function expectsAnotherOwner({ resourceAccount }: KnownRequest, { brings }: JsonLayers): boolean {
  const expected = brings?.expectedBucketOwner;
  return expected !== undefined && expected !== resourceAccount;
}

/** R96. */
function isOutsideVpc({ context }: KnownRequest, { accessPoint }: JsonLayers): boolean {
  const vpc = accessPoint?.vpc;
  return vpc !== undefined && context.get("aws:sourcevpc")?.includes(vpc) !== true;
}
