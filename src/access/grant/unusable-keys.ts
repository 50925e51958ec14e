import { accountCaller, type KeyFacts } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { isElsewhere } from "../gaps/key-uses.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { Judgement } from "../gaps/judge.ts";
import { ownerOf } from "../gaps/request-context.ts";
import type { Need } from "../needs/need.ts";
import type { GrantRefusal } from "./grant-proposal.ts";

type Refusal = Extract<GrantRefusal, { readonly code: "key-unusable" }>;

/** The needs that are denied for a key which no policy can open. */
export function unusableKeys(judgements: readonly Judgement[], facts: Facts): readonly Refusal[] {
  const keys = knownKeys(facts);
  return judgements.flatMap(({ need, decision }): readonly Refusal[] => {
    const key = keys.get(need.resource);
    const { outcome } = decision;
    if (key === undefined || outcome === "allowed" || outcome === "unknown") return [];
    const keyAccount = decision.request.resourceAccount;
    const isOwn = keyAccount === accountCaller(facts.caller)?.account;
    const state = isElsewhere(key.arn, need.bucket, facts) ? "otherRegion" : stateOf(key, isOwn);
    if (state === undefined) return [];
    const isNamed =
      need.via?.context["s3:x-amz-server-side-encryption-aws-kms-key-id"] !== undefined;
    const account = isOfKey(state) ? keyAccount : choosesKey(need, facts, isNamed);
    return [{ code: "key-unusable", need, account, key: key.arn, isNamed, state }];
  });
}

/** Whether the key itself can be mended; otherwise another one must be chosen. */
function isOfKey(state: Refusal["state"]): boolean {
  return state === "disabled" || state === "pendingDeletion";
}

/** Whoever writes names the key in the request, or else the bucket's default names it. */
function choosesKey({ bucket }: Need, facts: Facts, isNamed: boolean): string {
  const caller = accountCaller(facts.caller)?.account;
  return isNamed && caller !== undefined ? caller : ownerOf(facts.buckets.get(bucket));
}

/** Nobody can change the policy of a key that AWS manages (AWS KMS Developer Guide, AWS managed keys). */
function stateOf({ state, context }: KeyFacts, isOwn: boolean): Refusal["state"] | undefined {
  if (state !== "enabled") return state;
  const aliases = context.get("kms:resourcealiases") ?? [];
  const isManaged =
    aliases !== "unknown" && aliases.some((alias) => alias.startsWith("alias/aws/"));
  return isManaged && !isOwn ? "awsManaged" : undefined;
}
