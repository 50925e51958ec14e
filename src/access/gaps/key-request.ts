import { parseArn } from "../../aws/index.ts";
import {
  accountCaller,
  type ContextValue,
  type KeyCall,
  type KeyFacts,
  keyLayers,
  type PolicyLayers,
  type RequestContext,
} from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { Need } from "../needs/need.ts";
import { requestContext } from "./request-context.ts";

/** Whether a need is of a KMS key itself, and not for the objects of another need. */
export function isAskedOfKey({ via, resource }: Need): boolean {
  const arn = parseArn(resource);
  return via === undefined && arn?.service === "kms" && arn.resource.startsWith("key/");
}

/** The request that the caller itself makes to KMS, with what bears on it. */
export function keyRequest(
  need: Need,
  facts: Facts,
  { asked, layers }: { readonly asked: ReadonlySet<string>; readonly layers: PolicyLayers },
): KeyCall {
  const { action, resource } = need;
  const { caller } = facts;
  const resourceAccount = parseArn(resource)?.account ?? "unknown";
  const key = knownKeys(facts).get(resource) ?? absentKey(resource);
  const account = accountCaller(caller)?.account;
  const context = new Map<string, ContextValue>([
    ...keyContext(key, need, requestContext(need, facts, asked)),
    ...(account === undefined ? [] : [["kms:calleraccount", [account]] as const]),
  ]);
  return {
    request: { caller, action, resource, resourceAccount, context },
    layers: keyLayers(key, layers),
  };
}

function absentKey(arn: string): KeyFacts {
  return { arn, state: "absent", policy: [], grants: [], context: new Map() };
}

/** The caller's keys and the key's own; of what a request to KMS can bring, the need says everything. */
function keyContext(
  { arn, context: ofKey }: KeyFacts,
  { context: sent }: Need,
  context: RequestContext,
): RequestContext {
  // Nobody told of a bucket, so what would follow from one is open.
  const others = [...context].filter(([name]) => !/^(?:kms|s3|aws:resource)/.test(name));
  return new Map<string, ContextValue>([
    ...others,
    ["aws:resourceaccount", [parseArn(arn)?.account ?? "unknown"]],
    ...ofKey,
    ...Object.entries(sent).map(([name, values]) => [name.toLowerCase(), values] as const),
  ]);
}
