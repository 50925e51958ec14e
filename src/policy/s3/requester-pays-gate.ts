import type { Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { both, not } from "../tri.ts";
import { isOfAccounts } from "./caller-side.ts";
import { settingGate } from "./setting-gate.ts";

/**
 * S3 User Guide, Using Requester Pays buckets: others must say that they pay, and anonymous callers
 * cannot. Undocumented for services: they have no account that could pay, so they are let pass.
 */
export function requesterPaysGate(
  request: AuthorizationRequest,
  { requesterPays }: PolicyLayers,
): Gate | undefined {
  if (requesterPays === undefined || requesterPays === false) return undefined;
  const { caller, resourceAccount: account } = request;
  const acceptsCharges = request.s3?.acceptsCharges === true;
  const isOwner = isOfAccounts(caller, [account]);
  const isExempt = isOwner === "yes" || caller.kind === "service";
  const isPaid = acceptsCharges && caller.kind !== "anonymous";
  const isAsked: Tri = requesterPays === "unreadable" ? "unknown" : "yes";
  return settingGate("requesterPays", {
    account,
    denies: isExempt || isPaid ? "no" : both(isAsked, not(isOwner)),
    setting: { kind: "requesterPays", acceptsCharges },
    exemptBecause: isExempt ? exemption(caller.kind === "service") : undefined,
  });
}

function exemption(isService: boolean): string {
  return isService ? "AWS service" : "caller of the bucket's account";
}
