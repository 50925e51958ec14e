import {
  accountCaller,
  type Acl,
  type AttachedPolicy,
  type AuthorizationRequest,
  type CannedAcl,
  carriesKey,
  type ContextValue,
  decide,
  type Decision,
  type KeyGrant,
  type KeyUse,
  type PolicyLayers,
  type RequestContext,
} from "../policy/index.ts";
import type { Call } from "./call.ts";
import { GatheredContext } from "./gathered-context.ts";
import { headerOf } from "./http/lab-request.ts";
import { Refusal } from "./refusal.ts";
import { canonicalIds } from "./s3/canonical-id.ts";
import { countsAcls, settingLayers } from "./s3/setting-layers.ts";
import type { Bucket } from "./state/buckets.ts";
import { type LabState, organizationOf } from "./state/lab-state.ts";

/** One permission that an operation takes, and what the resource's owner has said about it. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  /** Bucket policy or trust policy. */
  readonly resourcePolicies: readonly AttachedPolicy[];
  /** The bucket whose settings bear on it, and the key in it that is asked for. */
  readonly bucket?: Bucket;
  readonly key?: string;
  /** The version of it, where one is named. */
  readonly versionId?: string;
  /** The policy that is put by it. */
  readonly newPolicy?: AttachedPolicy;
  /** The ACL that it brings. */
  readonly newAcl?: CannedAcl | Acl;
  /** On a KMS key. */
  readonly grants?: readonly KeyGrant[];
  /** KMS keys that S3 uses for it in the caller's name. */
  readonly objectKeys?: readonly KeyUse[];
  /** The key was found in a ciphertext: the caller named none. */
  readonly byCiphertext?: boolean;
  /** What a denial names in place of the resource's ARN; empty when it names none. */
  readonly resourceText?: string;
  /** Condition keys beside those of the whole request, names in lower case. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Evaluates one permission for the caller of a request, and shows what the answer rests on. */
export function decidePermission(call: Call, permission: Permission): Decision {
  const layers = layersOf(call, permission);
  const decision = decide(requestFor(call, permission), layers);
  if (call.lab.watch.isOn) call.lab.watch.add(decision, layers, call.request);
  logDecision(call, decision);
  return decision;
}

function logDecision({ lab, request, identity }: Call, decision: Decision): void {
  if (lab.decisionLog === undefined) return;
  const account = accountCaller(identity.caller)?.account;
  const organization = account === undefined ? undefined : organizationOf(lab, account);
  const { id, receivedMs } = request;
  lab.decisionLog.write(decision, { id, receivedMs, organization });
}

function requestFor(call: Call, permission: Permission): AuthorizationRequest {
  return {
    caller: call.identity.caller,
    action: permission.action,
    resource: permission.resource,
    resourceAccount: permission.resourceAccount,
    context: permissionContext(call, permission),
    ...s3ParametersOf(call, permission),
    ...(permission.byCiphertext === true && { byCiphertext: true }),
  };
}

/** Asks compiled policies, which answer faster and say no reason. */
function isAllowed(call: Call, permission: Permission): boolean {
  const { lab, identity, endpoint } = call;
  const { caller } = identity;
  const who = "arn" in caller ? caller.arn : caller.kind;
  const [about] = permission.resourcePolicies;
  const layers = layersOf(call, permission);
  const door = `${layers.accessPoint?.arn ?? ""} ${endpoint?.id ?? ""}`;
  const name = `${who} ${about?.attachedTo ?? ""} ${permission.resourceAccount} ${door}`;
  // With ACLs each object has layers of its own: there is nothing to remember.
  if (typeof layers.ownership === "object" && layers.ownership.object !== undefined) return false;
  const authorizer = lab.authorizers.of(name, layers);
  return authorizer.outcomeOf(requestFor(call, permission)) === "allowed";
}

function layersOf(
  call: Call,
  { resourcePolicies, resourceAccount, grants, bucket, key, versionId, objectKeys }: Permission,
): PolicyLayers {
  const { lab, identity, endpoint } = call;
  const { caller, sessionPolicies } = identity;
  const insider = accountCaller(caller);
  const boundary = lab.principals.boundaryOf(caller);
  return {
    identity: lab.principals.policiesOf(caller),
    resource: resourcePolicies,
    ...(grants && { grants }),
    ...(objectKeys && { keys: objectKeys }),
    ...(boundary && { boundary }),
    ...(sessionPolicies && { session: sessionPolicies }),
    ...(bucket && settingLayers(lab, bucket, key === undefined ? undefined : { key, versionId })),
    canonicalIds: canonicalIds(
      lab,
      insider ? [insider.account, resourceAccount] : [resourceAccount],
    ),
    ...(endpoint && { vpcEndpoint: endpoint.policy }),
    ...lab.organization.layersOf({
      resource: resourceAccount,
      ...(insider && { caller: insider.account }),
    }),
  };
}

function s3ParametersOf(
  { request }: Call,
  { bucket, newPolicy, newAcl }: Permission,
): Pick<AuthorizationRequest, "s3"> {
  if (bucket === undefined) return {};
  const name = "x-amz-request-payer";
  const payer = headerOf(request, name) ?? request.parameters.get(name);
  return {
    s3: {
      acceptsCharges: payer === "requester",
      ...(newPolicy && { newPolicy }),
      ...(newAcl !== undefined && { newAcl }),
    },
  };
}

/**
 * Whether policies alone decide, which are worth compiling: keys have many kinds of them and are asked for
 * less often than objects, and where ACLs count, each object has its own.
 */
function isPlain({ lab }: Call, { grants, bucket, objectKeys }: Permission): boolean {
  if (grants !== undefined || objectKeys !== undefined) return false;
  return bucket === undefined || !countsAcls(settingLayers(lab, bucket));
}

/** Goes on only when the caller has the permission; refuses in AWS's words otherwise. */
export function requirePermission(call: Call, permission: Permission): void {
  const { decisionLog, watch } = call.lab;
  const isFast = decisionLog === undefined && !watch.isOn && isPlain(call, permission);
  if (isFast && isAllowed(call, permission)) return;
  const decision = decidePermission(call, permission);
  switch (decision.outcome) {
    case "allowed":
      return;
    case "explicitDeny":
    case "implicitDeny":
      throw refusalOf(decision, permission);
    case "unknown":
      // The lab hands over every policy and every value, so nothing can be left open.
      throw new Error(
        `the lab cannot decide \`${permission.action}\` on \`${permission.resource}\``,
      );
  }
}

type Denied = Extract<Decision, { outcome: "explicitDeny" | "implicitDeny" }>;

function refusalOf({ awsCode, awsMessage }: Denied, permission: Permission): Refusal {
  const message = denialText(awsMessage, permission);
  return awsCode === undefined
    ? accessDenied(message)
    : new Refusal({ code: awsCode, status: 400, message });
}

function denialText(message: string, { resource, resourceText }: Permission): string {
  if (resourceText === undefined) return message;
  const named = resourceText === "" ? "" : ` on resource: ${resourceText}`;
  return message
    .replace(` on resource: "${resource}"`, named)
    .replace(` on resource: ${resource}`, named);
}

/** AWS's answer to who may not. */
export function accessDenied(message = "Access Denied"): Refusal {
  return new Refusal({ code: "AccessDenied", status: 403, message });
}

/** Condition keys of a request for one permission of it. */
function permissionContext(call: Call, permission: Permission): RequestContext {
  return new GatheredContext(
    () => gatherContext(call, permission),
    (key) => findKey(call, permission, key),
  );
}

function gatherContext(call: Call, permission: Permission): RequestContext {
  const context = new Map<string, ContextValue>();
  for (const [key, values] of call.context) {
    // What was sent for one action of a request says nothing to policies about another.
    if (carriesKey(permission.action, key)) context.set(key, values);
  }
  for (const [key, valueOf] of RESOURCE_KEYS) {
    const value = valueOf(call.lab, permission.resourceAccount);
    if (value !== undefined) context.set(key, [value]);
  }
  for (const [key, value] of Object.entries(permission.context)) context.set(key, listOf(value));
  return context;
}

function findKey(call: Call, permission: Permission, key: string): ContextValue | undefined {
  const { context, action, resourceAccount } = permission;
  if (Object.hasOwn(context, key)) return listOf(context[key] ?? []);
  const value = RESOURCE_KEYS.get(key)?.(call.lab, resourceAccount);
  if (value !== undefined) return [value];
  return carriesKey(action, key) ? call.context.get(key) : undefined;
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** What policies can ask of the account that has a resource (IAM User Guide, Properties of the resource). */
const RESOURCE_KEYS: ReadonlyMap<string, (lab: LabState, account: string) => string | undefined> =
  new Map([
    ["aws:resourceaccount", (_lab, account) => account],
    ["aws:resourceorgid", organizationOf],
    ["aws:resourceorgpaths", ({ organization }, account) => organization.pathOf(account)],
  ]);
