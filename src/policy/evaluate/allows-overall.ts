import type { Layer, Tri } from "../decision.ts";
import { both, either } from "../tri.ts";
import type { Relation } from "./relation-of.ts";

interface Answer {
  readonly allows: Tri;
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
  readonly resource: Answer & {
    readonly layer: Layer;
    readonly allowsDirectly: Tri;
    readonly allowsRole: Tri;
  };
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
  // A trust policy must allow in any case: by itself an identity policy opens no role.
  const viaIdentity = resource.layer === "roleTrust" ? both(mine, resource.allows) : mine;
  const named = either(resource.allowsDirectly, both(resource.allowsRole, limits));
  return either(named, viaIdentity);
}

function acrossAccounts(of: GateAnswers): Tri {
  return both(both(identityAllows(of), limitsAllow(of)), of.resource.allows);
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
