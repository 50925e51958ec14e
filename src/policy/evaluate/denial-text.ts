import type { Layer, StatementRef } from "../decision.ts";
import type { AuthorizationRequest } from "../request.ts";

/** Why a request is refused, as far as AWS's text tells. */
export type DenialReason =
  | { readonly kind: "implicit"; readonly layer: Layer }
  | { readonly kind: "explicit"; readonly ref: StatementRef };

interface LayerWords {
  readonly implicit: string;
  readonly explicit: string;
}

/** AWS's name for each layer (IAM User Guide, Troubleshoot access denied error messages). */
const layerWords: Readonly<Record<Layer | "trust", LayerWords>> = {
  identity: { implicit: "no identity-based policy", explicit: "an identity-based policy" },
  resource: { implicit: "no resource-based policy", explicit: "a resource-based policy" },
  trust: { implicit: "no role trust policy", explicit: "the role trust policy" },
};

/** The text that AWS sends for a denial. */
export function denialText(request: AuthorizationRequest, reason: DenialReason): string {
  const { caller, action } = request;
  if (caller.kind === "anonymous") return "Access Denied";
  const isS3 = action.toLowerCase().startsWith("s3:");
  const isWithinReach = isSameAccount(request) || isSameOrganization(request);
  // S3 User Guide, Troubleshoot access denied: beyond account and organization S3 says no more.
  if (isS3 && !isWithinReach) return "Access Denied";
  const arn = request.anyKeyUnder === true ? `${request.resource}*` : request.resource;
  const resource = isS3 ? `"${arn}"` : arn;
  const frame = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  // Other services keep the frame, as seen in cross-account sts:AssumeRole denials.
  return isWithinReach ? `${frame} ${reasonText(action, reason)}` : frame;
}

function reasonText(action: string, reason: DenialReason): string {
  switch (reason.kind) {
    case "implicit":
      return `because ${wordsFor(reason.layer, action).implicit} allows the ${action} action`;
    case "explicit": {
      const { layer, policyArn } = reason.ref;
      const named = layer === "resource" || policyArn === undefined ? "" : `: ${policyArn}`;
      return `with an explicit deny in ${wordsFor(layer, action).explicit}${named}`;
    }
  }
}

function wordsFor(layer: Layer, action: string): LayerWords {
  return layerWords[layer === "resource" && /^sts:assumerole/i.test(action) ? "trust" : layer];
}

function isSameAccount({ caller, resourceAccount }: AuthorizationRequest): boolean {
  return caller.kind !== "anonymous" && caller.account === resourceAccount;
}

function isSameOrganization({ context }: AuthorizationRequest): boolean {
  const mine = context.get("aws:principalorgid");
  const theirs = context.get("aws:resourceorgid");
  if (mine === undefined || mine === "unknown" || theirs === undefined) return false;
  return theirs !== "unknown" && mine[0] !== undefined && mine[0] === theirs[0];
}
