import {
  accountCaller,
  type AuthorizationQuestion,
  type Decision,
  englishExplanation,
  explanationOf,
  type PolicyLayers,
  sentenceOf,
} from "../../policy/index.ts";

/** A decision as whoever watches a lab sees it. */
interface WatchedDecision {
  /** Counts from 1, over all decisions since somebody began to watch. */
  readonly number: number;
  /** The `x-amz-request-id` of the answer. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly caller: string;
  readonly account?: string;
  readonly action: string;
  readonly resource: string;
  readonly outcome: Decision["outcome"];
  /** Why, in English. */
  readonly sentence: string;
}

/** The last decisions of a lab, kept only while somebody looks: whoever stops to ask is forgotten. */
export interface DecisionWatch {
  /** Whether decisions are kept now. */
  readonly isOn: boolean;
  add(decision: Decision, layers: PolicyLayers, occasion: WatchOccasion): void;
  /** The number of the last one. */
  readonly last: number;
  /** Those that came after one, oldest first; begins to watch. */
  after(number: number): readonly WatchedDecision[];
  /** What was decided. */
  question(number: number): AuthorizationQuestion | undefined;
}

interface WatchOccasion {
  readonly id: string;
  readonly receivedMs: number;
}

/** Enough to look back on, and some megabytes at most. */
const MOST_KEPT = 300;
const FORGET_MS = 60_000;

interface Kept {
  readonly number: number;
  readonly occasion: WatchOccasion;
  readonly decision: Decision;
  readonly question: AuthorizationQuestion;
}

/** A watch that is off. */
export function createDecisionWatch(now: () => number): DecisionWatch {
  let isOn = false;
  let lookedMs = 0;
  let last = 0;
  let kept: readonly Kept[] = [];
  return {
    get isOn() {
      return isOn;
    },
    get last() {
      return last;
    },
    add(decision, layers, occasion) {
      if (now() - lookedMs > FORGET_MS) {
        isOn = false;
        kept = [];
        return;
      }
      const { request } = decision;
      // A context finds its values when it is asked, and would find later ones.
      const question = { request: { ...request, context: new Map(request.context) }, layers };
      kept = [...kept.slice(1 - MOST_KEPT), { number: ++last, occasion, decision, question }];
    },
    after(number) {
      isOn = true;
      lookedMs = now();
      return kept.filter((one) => one.number > number).map(watchedDecision);
    },
    question: (number) => kept.find((one) => one.number === number)?.question,
  };
}

function watchedDecision({ number, occasion, decision }: Kept): WatchedDecision {
  const { caller, action, resource } = decision.request;
  const account = accountCaller(caller)?.account;
  return {
    number,
    id: occasion.id,
    time: new Date(occasion.receivedMs).toISOString(),
    caller: "arn" in caller ? caller.arn : caller.kind,
    ...(account !== undefined && { account }),
    action,
    resource,
    outcome: decision.outcome,
    sentence: sentenceOf(explanationOf(decision), englishExplanation),
  };
}
