import {
  type AuthorizationRequest,
  type Decision,
  decide,
  decisionVerdict,
  keyCalls,
} from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import { accountRequest, isAskedOfAccount, withoutBucketPolicy } from "./account-request.ts";
import { decidePrefix } from "./decide-prefix.ts";
import { isAskedOfKey, keyRequest } from "./key-request.ts";
import { keyUsesOf } from "./key-uses.ts";
import { layersFor } from "./layers-for.ts";
import { conditionKeysIn } from "./request-context.ts";
import { requestFor } from "./request-for.ts";
import { contextOfParts, contextOfWhole } from "./write-contexts.ts";
import type { Judged } from "./judged.ts";
import { withEndpointRegion } from "./with-endpoint-region.ts";

/** What the policies that we know say to one need. */
export interface Judgement extends Judged {
  readonly need: Need;
  /** Whether it is denied for objects without tags, and for which others nobody can tell. */
  readonly hangsOnTags?: true;
}

/** Decides every need on the facts alone. */
export function judge(needs: readonly Need[], facts: Facts): readonly Judgement[] {
  const asked = conditionKeysIn(facts);
  return needs.map((need) => {
    const judgement = judgeOne(need, facts, asked);
    if (need.mayCarryTags !== true || !isDenied(judgement)) return judgement;
    // Denied without tags; whether each object has those that a policy wants, nobody knows.
    const tagged = judgeOne({ ...need, occasion: "if-tagged" }, facts, asked);
    return isDenied(tagged) ? judgement : { ...tagged, need, hangsOnTags: true };
  });
}

function judgeOne(need: Need, facts: Facts, asked: ReadonlySet<string>): Judgement {
  if (need.via !== undefined) {
    const request = requestFor(need.via, facts, asked);
    return { need, decision: decideKeyNeed(need, { via: need.via, request, facts }) };
  }
  if (isAskedOfKey(need)) {
    const call = keyRequest(need, facts, { asked, layers: layersFor(need, facts) });
    return { need, decision: decide(call.request, call.layers) };
  }
  if (isAskedOfAccount(need)) return { need, ...decideOfAccount(need, facts, asked) };
  const request = requestFor(need, facts, asked);
  const keys = keyUsesOf(need, facts);
  // What is known of keys is judged by needs of its own; what nobody knows leaves this one open.
  const layers = { ...layersFor(need, facts), ...(keys === "unreadable" && { keys }) };
  const judged = decideWrites(need, request, (each) =>
    need.anyKeyUnder === true ? decidePrefix(each, layers) : { decision: decide(each, layers) },
  );
  return { need, ...withEndpointRegion(judged, need, facts) };
}

function isDenied({ decision }: Judgement): boolean {
  return decisionVerdict(decision) === "denied";
}

function decideOfAccount(need: Need, facts: Facts, asked: ReadonlySet<string>): Judged {
  const { request, layers } = accountRequest(need, facts, asked);
  const judged =
    need.anyKeyUnder === true
      ? decidePrefix(request, layers)
      : { decision: decide(request, layers) };
  return { ...judged, decision: withoutBucketPolicy(judged.decision) };
}

/**
 * However a run writes, it makes objects in the end, with the headers that were asked for: where that is denied,
 * so is the run. What is then said of uploads in parts may be left open.
 */
function decideWrites(
  need: Need,
  request: AuthorizationRequest,
  decideOne: (request: AuthorizationRequest) => Judged,
): Judged {
  const { context } = request;
  const judged = decideOne({ ...request, context: contextOfWhole(need, context) });
  switch (judged.decision.outcome) {
    case "explicitDeny":
    case "implicitDeny":
      return judged;
    case "allowed":
    case "unknown": {
      const ofParts = contextOfParts(need, context);
      return ofParts === undefined ? judged : decideOne({ ...request, context: ofParts });
    }
  }
}

/** What S3 asks of KMS: for which need, whose request is this, on which facts. */
interface KeyQuestion {
  readonly via: Need;
  readonly request: AuthorizationRequest;
  readonly facts: Facts;
}

/** Decides what S3 asks of KMS for the objects of another need. */
function decideKeyNeed({ action, resource }: Need, { via, request, facts }: KeyQuestion): Decision {
  const uses = keyUsesOf(via, facts);
  const layers = layersFor(via, facts);
  const call = (uses === "unreadable" ? [] : uses)
    .flatMap((use) => keyCalls(request, use, layers))
    .find((each) => each.request.action === action && each.request.resource === resource);
  if (call === undefined) throw new Error(`no object of \`${via.resource}\` takes \`${resource}\``);
  return decide(call.request, call.layers);
}
