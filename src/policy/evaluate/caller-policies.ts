import type { AccountCaller, Caller, PolicyLayers } from "../request.ts";

// AWS account root user: no identity policy or boundary can be attached to it; it may do everything
// that nothing denies, and so may its federated sessions within their session policies.

/** Whether identity policies say what a caller may. */
export function bearsOnIdentity(caller: AccountCaller): boolean {
  switch (caller.kind) {
    case "root":
      return false;
    case "user":
    case "roleSession":
      return true;
    case "federatedUser":
      return !caller.issuerArn.endsWith(":root");
  }
}

/** Whether a permissions boundary can limit a caller. */
export function hasBoundary(caller: Caller): boolean {
  switch (caller.kind) {
    case "user":
    case "roleSession":
      return true;
    case "federatedUser":
      return bearsOnIdentity(caller);
    case "root":
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return false;
  }
}

/**
 * The session policies that limit a caller. A federated session to which none were passed may nothing
 * (IAM User Guide, Permissions for GetFederationToken).
 */
export function sessionOf(
  { kind }: Caller,
  { session }: PolicyLayers,
): PolicyLayers["session"] | undefined {
  switch (kind) {
    case "roleSession":
      return session;
    case "federatedUser":
      return session ?? [];
    case "root":
    case "user":
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return undefined;
  }
}
