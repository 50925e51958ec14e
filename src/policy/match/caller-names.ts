import { accountCaller } from "../account-caller.ts";
import { bearsOnIdentity, hasBoundary } from "../evaluate/caller-policies.ts";
import type { AccountCaller, Caller, PolicyLayers } from "../request.ts";

/** The names under which a resource policy can list a caller. */
export interface CallerNames {
  /** Account id and ARN of the account's root; empty for callers of no account. */
  readonly account: readonly string[];
  /** The role of a session, or the user of a federated one. */
  readonly role?: string;
  /** The user, the session, or the root user itself. */
  readonly entity?: string;
  /** An AWS service's name. */
  readonly service?: string;
  /** The identity provider that vouches for the caller. */
  readonly provider?: string;
  /** The canonical user id of its account, or its own; `unknown` when it has one that nobody told. */
  readonly canonicalId?: string;
  /** The root user is its account, so naming the account names it. */
  readonly isRoot: boolean;
  /** `NotPrincipal` cannot spare whoever has a permissions boundary. */
  readonly hasBoundary: boolean;
}

/** What a policy can call this caller. */
export function namesOf(
  caller: Caller,
  { boundary, canonicalIds }: Pick<PolicyLayers, "boundary" | "canonicalIds">,
): CallerNames {
  const insider = accountCaller(caller);
  if (insider === undefined) return namesOutside(caller);
  const { account, arn } = insider;
  const partition = arn.slice(4, arn.indexOf(":", 4));
  const role = roleOf(insider);
  return {
    account: [account, `arn:${partition}:iam::${account}:root`],
    ...(role === undefined ? {} : { role }),
    entity: arn,
    canonicalId: canonicalIds?.get(account) ?? "unknown",
    isRoot: caller.kind === "root",
    hasBoundary: boundary !== undefined && hasBoundary(caller),
  };
}

function namesOutside(caller: Caller): CallerNames {
  const nobody = { account: [], isRoot: false, hasBoundary: false };
  switch (caller.kind) {
    case "service":
      return { ...nobody, service: caller.name };
    case "webIdentity":
    case "saml":
      return { ...nobody, provider: caller.provider };
    case "originAccessIdentity":
      return { ...nobody, entity: caller.arn, canonicalId: caller.canonicalId ?? "unknown" };
    case "anonymous":
    case "root":
    case "user":
    case "roleSession":
    case "federatedUser":
      return nobody;
  }
}

/** Who a session was opened for; what names it names the session, within the session's limits. */
export function roleOf(caller: AccountCaller): string | undefined {
  switch (caller.kind) {
    case "roleSession":
      return caller.roleArn;
    case "federatedUser":
      // The root user has no name but its account's.
      return bearsOnIdentity(caller) ? caller.issuerArn : undefined;
    case "root":
    case "user":
      return undefined;
  }
}
