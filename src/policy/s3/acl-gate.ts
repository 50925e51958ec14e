import { accountCaller } from "../account-caller.ts";
import type { Tri } from "../decision.ts";
import type { EvaluatedGate } from "../evaluate/evaluate-gate.ts";
import type { AuthorizationRequest, Caller, PolicyLayers } from "../request.ts";
import { allOf, anyOf, not, tri } from "../tri.ts";
import { type AclCoverage, aclCoverage } from "./acl-coverage.ts";
import type { Acl, AclGrant, AclGrantee, BucketOwnership } from "./acl.ts";
import { ANONYMOUS_ID } from "./anonymous-id.ts";
import type { AclGrantEvaluation } from "./gate-setting.ts";
import { isCanonicalIdOf, isThisId } from "./is-canonical-id-of.ts";
import { objectAt, type ObjectOwner } from "./object-owner.ts";
import { type HeldFlag, heldFlag } from "./public-access-holds.ts";
import { isPublicGrant } from "./public-grant.ts";

/** What ACLs grant, where they count (S3 User Guide, Access control list (ACL) overview). */
export function aclGate(
  request: AuthorizationRequest,
  layers: PolicyLayers,
  owner: ObjectOwner,
): EvaluatedGate | undefined {
  const { ownership } = layers;
  if (ownership === undefined) return undefined;
  if (ownership !== "unreadable" && ownership.setting === "BucketOwnerEnforced") return undefined;
  const coverage = aclCoverage(request.action.toLowerCase());
  if (coverage === undefined && owner.isForeign === "no") return undefined;
  const ignores = heldFlag(layers.publicAccessBlock, "ignorePublicAcls");
  const asking: Asking = { request, layers, ignores, coverage };
  const grants = ownership === "unreadable" ? [] : grantsFor(ownership, asking);
  const known = anyOf(
    grants.map(({ covers, names, ignored }) => allOf([covers, names, not(ignored)])),
  );
  return {
    layer: "objectOwnership",
    account: owner.account,
    allows: anyOf([known, hiddenGrant(ownership, asking)]),
    denies: "no",
    allowsDirectly: "no",
    allowsRole: "no",
    statements: [],
    setting: {
      kind: "acl",
      owner: owner.account,
      isForeign: owner.isForeign,
      grants,
      ignoredOn: ignores.setOn,
    },
  };
}

interface Asking {
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
  readonly ignores: HeldFlag;
  readonly coverage: AclCoverage | undefined;
}

function grantsFor(ownership: BucketOwnership, asking: Asking): readonly AclGrantEvaluation[] {
  const { request, layers, coverage } = asking;
  const object = objectAt(request, layers);
  if (coverage?.on === "bucket") return evaluate(ownership.bucketAcl, "bucket", asking);
  return object === undefined || object === "unknown" ? [] : evaluate(object.acl, "object", asking);
}

function evaluate(
  acl: Acl,
  on: AclGrantEvaluation["on"],
  asking: Asking,
): readonly AclGrantEvaluation[] {
  const { request, layers, ignores } = asking;
  return acl.map((grant) => ({
    on,
    grant,
    covers: covers(grant, asking),
    names: namesCaller(grant.grantee, request, layers),
    ignored: isPublicGrant(grant) ? ignores.holds : "no",
  }));
}

/** What an ACL that nobody may read could grant. */
function hiddenGrant(
  ownership: BucketOwnership | "unreadable",
  { request, layers, ignores, coverage }: Asking,
): Tri {
  const isHidden =
    ownership === "unreadable" ||
    (coverage?.on === "object" && objectAt(request, layers) === "unknown");
  if (coverage === undefined || !isHidden) return "no";
  const isNamed: Tri = hasCanonicalId(request.caller) ? "yes" : not(ignores.holds);
  return isNamed === "no" ? "no" : "unknown";
}

/** Whom an ACL can only name as everyone has none. */
function hasCanonicalId(caller: Caller): boolean {
  const { kind } = caller;
  return (
    kind === "anonymous" || kind === "originAccessIdentity" || accountCaller(caller) !== undefined
  );
}

function covers({ permission }: AclGrant, { coverage, request, layers }: Asking): Tri {
  if (coverage === undefined) return "no";
  if (permission !== coverage.permission && permission !== "FULL_CONTROL") return "no";
  return coverage.permission === "WRITE" ? coversWrite(request, layers) : "yes";
}

/** ACL overview, What permissions can I grant?: `WRITE` makes new objects; others' it leaves alone. */
function coversWrite(request: AuthorizationRequest, layers: PolicyLayers): Tri {
  const object = objectAt(request, layers);
  if (object === "unknown") return "unknown";
  if (object === undefined) return tri(request.action.toLowerCase() === "s3:putobject");
  const { caller } = request;
  const writer = caller.kind === "anonymous" ? "anonymous" : accountCaller(caller)?.account;
  return tri(writer === object.owner);
}

function namesCaller(
  grantee: AclGrantee,
  { caller }: AuthorizationRequest,
  layers: PolicyLayers,
): Tri {
  const account = accountCaller(caller)?.account;
  switch (grantee.kind) {
    case "account":
      return tri(account === grantee.account);
    case "canonicalUser":
      return namesById(caller, grantee.id, layers);
    case "group":
      return namesInGroup(grantee.group, account);
  }
}

function namesById(caller: Caller, id: string, layers: PolicyLayers): Tri {
  if (caller.kind === "originAccessIdentity") return isThisId(caller.canonicalId, id);
  if (caller.kind === "anonymous") return isThisId(ANONYMOUS_ID, id);
  return isCanonicalIdOf(accountCaller(caller)?.account, id, layers);
}

function namesInGroup(
  group: Extract<AclGrantee, { kind: "group" }>["group"],
  account: string | undefined,
): Tri {
  switch (group) {
    case "AllUsers":
      return "yes";
    case "AuthenticatedUsers":
      return tri(account !== undefined);
    case "LogDelivery":
      return "no";
  }
}
