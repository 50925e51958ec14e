import { accountOf, atBucket } from "./access-point.ts";
import { aclOpens, foreignOwner } from "./acl.ts";
import { isAboutKey, isGrantedOnKey, worksAcrossAccounts } from "./key.ts";
import type { JsonLayers, JsonPolicy, KnownRequest } from "./policy-json.ts";
import { isDeny, type NamedAs, naming } from "./principals.ts";

/** One that has something to give: a bucket, a role, a key, an access point. */
interface Side {
  readonly owner: string;
  /** How its policy's `Allow` statements name the caller. */
  readonly opens: ReadonlySet<NamedAs>;
  readonly denies: boolean;
  /** Does nothing work without its policy, even within the account (R53, R60)? */
  readonly mustOpen: boolean;
  /** How key grants open it (R65). */
  readonly grants: ReadonlySet<NamedAs>;
}

/** Through an access point both sides must open (R94). */
export function sidesOf(request: KnownRequest, layers: JsonLayers): readonly Side[] {
  const { accessPoint } = layers;
  if (accessPoint === undefined) return [resourceSide(request, layers)];
  const policies = accessPoint.policy === undefined ? [] : [accessPoint.policy];
  return [
    policySide(request, layers, { owner: accountOf(accessPoint), policies }),
    resourceSide(atBucket(request, accessPoint), layers),
  ];
}

function policySide(
  request: KnownRequest,
  layers: JsonLayers,
  { owner, policies }: { readonly owner: string; readonly policies: readonly JsonPolicy[] },
): Side {
  const statements = naming(policies, request, layers);
  const opens = statements.filter((one) => !isDeny(one)).map(({ named }) => named);
  return {
    owner,
    opens: new Set(opens),
    denies: statements.some(isDeny),
    mustOpen: false,
    grants: new Set(),
  };
}

function resourceSide(request: KnownRequest, layers: JsonLayers): Side {
  const { resourceAccount } = request;
  const all = policySide(request, layers, { owner: resourceAccount, policies: layers.resource });
  const side = { ...all, denies: all.denies && !mayAlwaysEditPolicy(request) };
  if (isAboutKey(request)) {
    return { ...side, mustOpen: true, grants: isGrantedOnKey(request, layers) };
  }
  if (isAboutRole(request)) return { ...side, mustOpen: true };
  const owner = foreignOwner(request, layers);
  const asOwned = owner === undefined ? side : { ...side, owner, opens: new Set<NamedAs>() }; // R90
  return aclOpens(request, layers, asOwned.owner)
    ? { ...asOwned, opens: new Set([...asOwned.opens, "account"]) } // R87
    : asOwned;
}

/** R53: of other resources the same actions ask no trust policy. */
function isAboutRole({ action, resource }: KnownRequest): boolean {
  const isOfTrust = /^sts:(AssumeRole|TagSession|SetSourceIdentity|SetContext)/i.test(action);
  return isOfTrust && /:iam::\d*:role\//.test(resource);
}

interface Mine {
  readonly identity: boolean;
  /** Do boundary and session policies, where there are some, allow? */
  readonly limits: boolean;
}

/** Do identity policies and this side together grant it (R03 to R07, R47 to R53, R60 to R66)? */
export function isGranted(request: KnownRequest, mine: Mine, side: Side): boolean {
  const { caller } = request;
  const isWithin = "account" in caller && caller.account === side.owner;
  if (isRefusedByKms(request, isWithin)) return false;
  const isOpen = side.opens.size > 0;
  if (!("account" in caller)) return isOpen;
  if (isGrantedByGrant(mine, side, isWithin)) return true;
  return isWithin ? isGrantedWithin(mine, side) : holds(mine) && isOpen; // R05, R62
}

function isGrantedWithin(mine: Mine, { opens, mustOpen }: Side): boolean {
  if (opens.has("direct") || (opens.has("role") && mine.limits)) return true;
  return holds(mine) && (opens.size > 0 || !mustOpen);
}

function holds({ identity, limits }: Mine): boolean {
  return identity && limits;
}

/** What no policy of a key can admit (R63, R64). */
function isRefusedByKms(request: KnownRequest, isWithin: boolean): boolean {
  if (!isAboutKey(request)) return false;
  if (!("account" in request.caller)) return request.caller.kind === "anonymous";
  return !isWithin && !worksAcrossAccounts(request);
}

/** A key's grant needs no identity policy, unless it is made to an account (R65, R66). */
function isGrantedByGrant(mine: Mine, { grants }: Side, isWithin: boolean): boolean {
  return (
    (grants.has("direct") && (isWithin || mine.limits)) || // R51
    (grants.has("role") && mine.limits) ||
    (grants.has("account") && holds(mine))
  );
}

/** The bucket owner's root user keeps the bucket policy in hand, whatever it says (R09). */
function mayAlwaysEditPolicy({ caller, action, resourceAccount }: KnownRequest): boolean {
  const isOwner = caller.kind === "root" && caller.account === resourceAccount;
  return isOwner && /^s3:(Get|Put|Delete)BucketPolicy$/i.test(action);
}
