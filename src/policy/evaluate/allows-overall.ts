import type { Layer, Tri } from "../decision.ts";
import { both, either } from "../tri.ts";
import type { Relation } from "./relation-of.ts";

interface Answer {
  readonly allows: Tri;
}

/** What a gate says whose statements name callers. */
interface NamingAnswer extends Answer {
  readonly allowsDirectly: Tri;
  readonly allowsRole: Tri;
}

/** What settings of S3 add to what policies say. */
interface S3Answers {
  /** Whether an ACL grants, as a bucket policy would that names the caller's account. */
  readonly granted: Tri;
  /** Whether another account than the bucket's owns the object: then the bucket policy allows nothing. */
  readonly owner: { readonly isForeign: Tri };
  readonly accessPoint?: (GateAnswers["resource"] & { readonly relation: Relation }) | undefined;
}

/** What each gate says, as far as the whole answer depends on it; a gate that is absent lets pass. */
export interface GateAnswers {
  readonly relation: Relation;
  readonly serviceControl?: Answer | undefined;
  readonly resourceControl?: Answer | undefined;
  readonly vpcEndpoint?: Answer | undefined;
  readonly identity?: Answer | undefined;
  readonly boundary?: Answer | undefined;
  readonly session?: Answer | undefined;
  /** Only where settings of S3 bear on the request. */
  readonly s3?: S3Answers | undefined;
  readonly resource: NamingAnswer & { readonly layer: Layer };
  /** Only of KMS keys. */
  readonly keyGrant?: NamingAnswer | undefined;
  /** Whether the request works for resources of other accounts; it does unless set. */
  readonly onlyWithin?: boolean;
}

/**
 * IAM User Guide, Policy evaluation logic: organization and endpoint must let it pass, and then one
 * of identity and resource policy must allow within an account, both across accounts.
 */
export function allowsOverall(of: GateAnswers): Tri {
  const { serviceControl, resourceControl, vpcEndpoint } = of;
  const organizations = both(serviceControl?.allows ?? "yes", resourceControl?.allows ?? "yes");
  return both(both(organizations, vpcEndpoint?.allows ?? "yes"), grantedOverall(of));
}

/** Through an access point, it and the bucket must both permit (S3 User Guide, Configuring IAM policies for using access points). */
function grantedOverall(of: GateAnswers): Tri {
  const point = accessPointSide(of);
  const atBucket = of.s3?.owner.isForeign === "unknown" ? whoeverOwns(of) : bracket(of);
  return point === undefined ? atBucket : both(atBucket, bracket(point));
}

/** The same caller before the access point, whose policy stands in for the bucket's. */
export function accessPointSide<T extends GateAnswers>(of: T): T | undefined {
  const point = of.s3?.accessPoint;
  return point && { ...of, relation: point.relation, resource: point, s3: undefined };
}

/** The object is the bucket owner's, or the caller's own account's, or it takes a grant of its ACL. */
function whoeverOwns(of: GateAnswers): Tri {
  const isOutside = of.relation === "anonymous" || of.relation === "noAccount";
  const mine = isOutside ? granted(of) : both(identityAllows(of), limitsAllow(of));
  return bracket(of) === "no" && mine === "no" ? "no" : "unknown";
}

/** What the resource's side grants to callers of other accounts. */
export function granted({ resource, s3 }: Pick<GateAnswers, "resource" | "s3">): Tri {
  return either(resource.allows, s3?.granted ?? "no");
}

function bracket(of: GateAnswers): Tri {
  switch (of.relation) {
    case "sameAccount":
      return withinAccount(of);
    case "crossAccount":
      return acrossAccounts(of);
    case "anonymous":
    case "noAccount":
      return granted(of);
    case "unknown": {
      const within = withinAccount(of);
      return within === acrossAccounts(of) ? within : "unknown";
    }
  }
}

/**
 * A statement that names the user, the session or everyone grants past boundary and session policies;
 * one that names the role, as one that names only the account, does not (IAM User Guide,
 * Determining whether a request is allowed or denied within an account).
 */
function withinAccount(of: GateAnswers): Tri {
  const { resource } = of;
  const limits = limitsAllow(of);
  const mine = both(identityAllows(of), limits);
  const viaIdentity = mustAllow(resource.layer) ? both(mine, resource.allows) : mine;
  const named = either(resource.allowsDirectly, both(resource.allowsRole, limits));
  return either(either(named, viaIdentity), grantWithin(of));
}

/** By itself an identity policy opens no role and no KMS key. */
export function mustAllow(layer: Layer): boolean {
  return layer === "roleTrust" || layer === "keyPolicy";
}

function acrossAccounts(of: GateAnswers): Tri {
  if (of.onlyWithin === true) return "no";
  const mine = both(identityAllows(of), limitsAllow(of));
  return either(both(mine, granted(of)), grantAcross(of));
}

/** Whether a grant on a KMS key is enough, whatever the key policy says. */
export function grantIsEnough(of: GateAnswers): Tri {
  switch (of.relation) {
    case "sameAccount":
      return grantWithin(of);
    case "crossAccount":
      return of.onlyWithin === true ? "no" : grantAcross(of);
    case "anonymous":
    case "noAccount":
      return "no";
    case "unknown":
      return both(grantWithin(of), grantAcross(of));
  }
}

function grantWithin(of: GateAnswers): Tri {
  if (of.keyGrant === undefined) return "no";
  return either(of.keyGrant.allowsDirectly, grantAcross(of));
}

/** Who is granted needs no identity policy, but the users of an account that is. */
function grantAcross(of: GateAnswers): Tri {
  const { keyGrant } = of;
  if (keyGrant === undefined) return "no";
  const named = either(keyGrant.allowsDirectly, keyGrant.allowsRole);
  return both(either(named, both(keyGrant.allows, identityAllows(of))), limitsAllow(of));
}

function identityAllows({ identity }: GateAnswers): Tri {
  return identity?.allows ?? "yes";
}

/** Do permissions boundary and session policies, where there are some, allow? */
export function limitsAllow({ boundary, session }: GateAnswers): Tri {
  return both(boundary?.allows ?? "yes", session?.allows ?? "yes");
}

/** Does the resource policy name the caller itself or its role, and not just its account? */
export function allowsEntity({ resource }: GateAnswers): Tri {
  return either(resource.allowsDirectly, resource.allowsRole);
}
