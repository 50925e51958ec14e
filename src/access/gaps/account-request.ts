import { parseArn } from "../../aws/index.ts";
import {
  accountCaller,
  type AuthorizationRequest,
  type ContextValue,
  type Decision,
  type Gate,
  type PolicyLayers,
} from "../../policy/index.ts";
import { type Facts, known } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import { isAskedOfKey } from "./key-request.ts";
import { layerOf, layersFor } from "./layers-for.ts";
import { requestContext } from "./request-context.ts";

/** Whether a need is of something in no bucket: a role, or jobs of the account. */
export function isAskedOfAccount(need: Need): boolean {
  return need.bucket === "" && need.via === undefined && !isAskedOfKey(need);
}

/** The request that such a need stands for, with what bears on it. */
export function accountRequest(
  need: Need,
  facts: Facts,
  asked: ReadonlySet<string>,
): { readonly request: AuthorizationRequest; readonly layers: PolicyLayers } {
  const { action, resource } = need;
  const { caller, trust } = facts;
  const own = accountCaller(caller)?.account;
  const named = parseArn(resource)?.account ?? "";
  const resourceAccount = named === "" ? (own ?? "unknown") : named;
  const context = new Map<string, ContextValue>([
    ...requestContext(need, facts, asked),
    ["aws:resourceaccount", [resourceAccount]],
    ...(action.startsWith("s3:") ? [["s3:resourceaccount", [resourceAccount]] as const] : []),
  ]);
  return {
    request: {
      caller,
      action,
      resource,
      ...(need.anyKeyUnder && { anyKeyUnder: true }),
      resourceAccount,
      context,
      ...(trust && { valuesUnder: new Map([["aws:sourcearn", trust.sourceArns]]) }),
    },
    layers: layersOf(need, facts),
  };
}

const noEndpoint = known(undefined, "a need of no bucket");

/** A role has its trust policy, and jobs have none; the VPC endpoint that is known is one to buckets. */
function layersOf(need: Need, facts: Facts): PolicyLayers {
  const { trust } = facts;
  const limits = { ...facts.limits, vpcEndpoint: noEndpoint };
  const layers = layersFor(need, { ...facts, limits });
  if (trust === undefined) return { ...layers, resource: [] };
  const { policy, resourceControl: fact } = trust;
  const resourceControl = layerOf(fact);
  const ofRole = policy.known ? [policy.value].filter((each) => each !== undefined) : "unreadable";
  return { ...layers, resource: ofRole, ...(resourceControl && { resourceControl }) };
}

/** A decision without a gate that stands for no policy, as what is asked for takes none: the caller's own must allow it. */
export function withoutBucketPolicy(decision: Decision): Decision {
  const shown = {
    request: decision.request,
    gates: decision.gates
      .filter(({ layer }) => layer !== "resource")
      .map((gate) => (isLastOfTwo(gate) ? { ...gate, required: "yes" as const } : gate)),
    combination: decision.combination,
  };
  switch (decision.outcome) {
    case "implicitDeny": {
      const silent = decision.silent.filter((layer) => layer !== "resource");
      return { ...decision, ...shown, silent };
    }
    case "allowed":
    case "explicitDeny":
    case "unknown":
      return { ...decision, ...shown };
  }
}

function isLastOfTwo({ layer, required }: Gate): boolean {
  return layer === "identity" && required === "either";
}
