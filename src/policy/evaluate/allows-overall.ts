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

/** What each gate says, as far as the whole answer depends on it; a gate that is absent lets pass. */
export interface GateAnswers {
  readonly relation: Relation;
  readonly serviceControl?: Answer | undefined;
  readonly resourceControl?: Answer | undefined;
  readonly vpcEndpoint?: Answer | undefined;
  readonly identity?: Answer | undefined;
  readonly boundary?: Answer | undefined;
  readonly session?: Answer | undefined;
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
  return both(both(organizations, vpcEndpoint?.allows ?? "yes"), bracket(of));
}

function bracket(of: GateAnswers): Tri {
  switch (of.relation) {
    case "sameAccount":
      return withinAccount(of);
    case "crossAccount":
      return acrossAccounts(of);
    case "anonymous":
    case "noAccount":
      return of.resource.allows;
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
  return either(both(mine, of.resource.allows), grantAcross(of));
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
