import type { Tri } from "../decision.ts";
import { allOf, anyOf } from "../tri.ts";
import type { Considering } from "./consider.ts";

/**
 * IAM User Guide, Policy evaluation logic: organization and endpoint must let it pass, and then one
 * of identity and resource policy must allow within an account, both across accounts.
 */
export function allowsOverall(of: Considering): Tri {
  const { serviceControl, resourceControl, vpcEndpoint } = of;
  return allOf([
    serviceControl?.allows ?? "yes",
    resourceControl?.allows ?? "yes",
    vpcEndpoint?.allows ?? "yes",
    bracket(of),
  ]);
}

function bracket(of: Considering): Tri {
  switch (of.relation) {
    case "sameAccount":
      return withinAccount(of);
    case "crossAccount":
      return acrossAccounts(of);
    case "anonymous":
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
function withinAccount(of: Considering): Tri {
  const { resource } = of;
  const limits = limitsAllow(of);
  const mine = allOf([identityAllows(of), limits]);
  // A trust policy must allow in any case: by itself an identity policy opens no role.
  const viaIdentity = resource.layer === "roleTrust" ? allOf([mine, resource.allows]) : mine;
  return anyOf([resource.allowsDirectly, allOf([resource.allowsRole, limits]), viaIdentity]);
}

function acrossAccounts(of: Considering): Tri {
  return allOf([identityAllows(of), limitsAllow(of), of.resource.allows]);
}

function identityAllows({ identity }: Considering): Tri {
  return identity?.allows ?? "yes";
}

/** Do permissions boundary and session policies, where there are some, allow? */
export function limitsAllow({ boundary, session }: Considering): Tri {
  if (boundary === undefined && session === undefined) return "yes";
  return allOf([boundary?.allows ?? "yes", session?.allows ?? "yes"]);
}

/** Does the resource policy name the caller itself or its role, and not just its account? */
export function allowsEntity({ resource }: Considering): Tri {
  return anyOf([resource.allowsDirectly, resource.allowsRole]);
}
