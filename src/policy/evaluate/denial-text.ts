import { accountCaller } from "../account-caller.ts";
import type { Layer, StatementRef } from "../decision.ts";
import { layerTraits } from "../layer-traits.ts";
import type { GateSetting } from "../s3/gate-setting.ts";
import { settingReason } from "../s3/setting-reason.ts";
import { isAboutKey } from "../key/about-key.ts";
import { keyDenialText } from "../key/key-denial-text.ts";
import type { AuthorizationRequest } from "../request.ts";

/** Why a request is refused, as far as AWS's text tells. */
export type DenialReason =
  | { readonly kind: "setting"; readonly layer: Layer; readonly setting: GateSetting }
  | { readonly kind: "implicit"; readonly layer: Layer }
  | { readonly kind: "explicit"; readonly ref: StatementRef };

interface LayerWords {
  readonly implicit: string;
  readonly explicit: string;
}

/** AWS's name for each layer (IAM User Guide, Troubleshoot access denied error messages). */
const layerWords: Readonly<Record<Layer, LayerWords>> = {
  serviceControl: words("service control policy"),
  // Silent it cannot be: `RCPFullAWSAccess` allows on every level.
  resourceControl: words("resource control policy"),
  vpcEndpoint: words("VPC endpoint policy"),
  identity: { implicit: "no identity-based policy", explicit: "an identity-based policy" },
  boundary: words("permissions boundary"),
  session: words("session policy"),
  resource: words("resource-based policy"),
  roleTrust: { implicit: "no role trust policy", explicit: "the role trust policy" },
  // S3 User Guide, Troubleshoot access denied: what S3 decides by itself it tells as a resource policy's.
  accessPoint: words("resource-based policy"),
  publicAccessBlock: words("resource-based policy"),
  objectOwnership: words("resource-based policy"),
  requesterPays: words("resource-based policy"),
  sseCBlocked: words("resource-based policy"),
  expectedBucketOwner: words("resource-based policy"),
  keyPolicy: words("resource-based policy"),
  keyGrant: words("resource-based policy"),
  key: words("resource-based policy"),
};

function words(name: string): LayerWords {
  return { implicit: `no ${name}`, explicit: `a ${name}` };
}

/** The text that AWS sends for a denial. */
export function denialText(request: AuthorizationRequest, reason: DenialReason): string {
  const { action } = request;
  const caller = accountCaller(request.caller);
  if (caller === undefined) return textForOutsider(request);
  if (isAboutKey(request)) {
    const { arn } = caller;
    return keyDenialText(request, { arn, layer: layerOf(reason), why: reasonText(action, reason) });
  }
  if (reason.kind === "setting" && settingReason(reason.setting) === undefined)
    return "Access Denied";
  const isS3 = action.toLowerCase().startsWith("s3:");
  const isWithinReach =
    isSameAccount(request) || (isSameOrganization(request) && !isUnnamedAcross(reason, isS3));
  // S3 User Guide, Troubleshoot access denied: beyond account and organization S3 says no more.
  if (isS3 && !isWithinReach) return "Access Denied";
  const arn = request.anyKeyUnder === true ? `${request.resource}*` : request.resource;
  const resource = isS3 ? `"${arn}"` : arn;
  const frame = `User: ${caller.arn} is not authorized to perform: ${toldAction(request, reason)} on resource: ${resource}`;
  // Other services keep the frame, as seen in cross-account sts:AssumeRole denials.
  return isWithinReach ? `${frame} ${reasonText(action, reason)}` : frame;
}

/** Of what the bucket's encryption setting refuses S3 tells the operation (DataDog/stratus-red-team #946). */
function toldAction({ action, s3 }: AuthorizationRequest, reason: DenialReason): string {
  const isToldAsCopy = reason.kind === "setting" && reason.layer === "sseCBlocked" && s3?.copies;
  return isToldAsCopy === true ? "s3:CopyObject" : action;
}

/** Whoever belongs to no account is told no reason. */
function textForOutsider({ caller, action, resource }: AuthorizationRequest): string {
  switch (caller.kind) {
    case "webIdentity":
    case "saml":
      // As public logs of sts:AssumeRoleWithWebIdentity and sts:AssumeRoleWithSAML show it.
      return `Not authorized to perform ${action}`;
    case "service":
      return action.toLowerCase().startsWith("s3:")
        ? "Access Denied"
        : `User: ${caller.name} is not authorized to perform: ${action} on resource: ${resource}`;
    case "anonymous":
    case "originAccessIdentity":
    case "root":
    case "user":
    case "roleSession":
    case "federatedUser":
      return "Access Denied";
  }
}

function layerOf(reason: DenialReason): Layer {
  switch (reason.kind) {
    case "setting":
    case "implicit":
      return reason.layer;
    case "explicit":
      return reason.ref.layer;
  }
}

/** S3 User Guide, Troubleshoot access denied: between accounts it does not name VPC endpoint policies. */
function isUnnamedAcross(reason: DenialReason, isS3: boolean): boolean {
  return isS3 && layerOf(reason) === "vpcEndpoint";
}

function reasonText(action: string, reason: DenialReason): string {
  switch (reason.kind) {
    case "setting":
      return settingReason(reason.setting) ?? "";
    case "implicit":
      return `because ${layerWords[reason.layer].implicit} allows the ${action} action`;
    case "explicit":
      return `with an explicit deny in ${layerWords[reason.ref.layer].explicit}${arnText(reason.ref)}`;
  }
}

/** AWS adds the ARN of managed policies; inline, resource and endpoint policies have none. */
function arnText({ layer, policyArn }: StatementRef): string {
  return layerTraits[layer].tellsArn && policyArn !== undefined ? `: ${policyArn}` : "";
}

function isSameAccount({ caller, resourceAccount }: AuthorizationRequest): boolean {
  return accountCaller(caller)?.account === resourceAccount;
}

function isSameOrganization({ context }: AuthorizationRequest): boolean {
  const mine = context.get("aws:principalorgid");
  const theirs = context.get("aws:resourceorgid");
  if (mine === undefined || mine === "unknown" || theirs === undefined) return false;
  return theirs !== "unknown" && mine[0] !== undefined && mine[0] === theirs[0];
}
