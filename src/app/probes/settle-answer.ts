import { type Facts, judge, type Need } from "../../access/index.ts";
import { decisionVerdict, type Verdict } from "../../policy/index.ts";
import type { Answer } from "../check-job.ts";
import type { Probe } from "./probe.ts";

/** What a probe says of one permission that it shows. */
export interface Word {
  readonly probe: Probe;
  /** For the very request that was sent. */
  readonly need: Need;
  readonly says: "allowed" | "denied";
}

/** The words of probes: of what AWS refuses, what it asks for first has passed. */
export function wordsOf(probes: readonly Probe[]): readonly Word[] {
  return probes.flatMap((probe) => {
    switch (probe.outcome) {
      case "allowed":
        return probe.shows.map((need) => ({ probe, need, says: "allowed" as const }));
      case "denied":
        return wordsOfDenied(probe, probes);
      case "open":
      case "untried":
        return [];
    }
  });
}

type Denied = Extract<Probe, { readonly outcome: "denied" }>;

function wordsOfDenied(probe: Denied, probes: readonly Probe[]): readonly Word[] {
  const { shows } = probe;
  const refused = refusedNeed(probe, probes);
  if (refused === undefined) return [];
  // S3 asks KMS once its own policies have let it through.
  const isOfKey = refused.via !== undefined || probe.action?.startsWith("kms:") === true;
  const passed = isOfKey ? shows.filter((need) => need.via === undefined && need !== refused) : [];
  return [
    { probe, need: refused, says: "denied" },
    ...passed.map((need) => ({ probe, need, says: "allowed" as const })),
  ];
}

/** Of several that it may be, the one that no other probe clears. */
function refusedNeed({ action, asks, shows }: Denied, probes: readonly Probe[]): Need | undefined {
  if (action !== undefined) {
    const named = asks.find((need) => need.action === action);
    return named ?? asks.find((need) => need.action === keyAskedFor.get(action)) ?? shows[0];
  }
  const cleared = probes.flatMap((probe) => (probe.outcome === "allowed" ? probe.shows : []));
  return shows.find((need) => cleared.every((other) => !isSame(other, need))) ?? shows.at(-1);
}

/** For what S3 asks for a key, where no fact told that there is one. */
const keyAskedFor: ReadonlyMap<string, string> = new Map([
  ["kms:GenerateDataKey", "s3:PutObject"],
  ["kms:Decrypt", "s3:GetObject"],
]);

function isSame(one: Need, other: Need): boolean {
  return one.action === other.action && one.side === other.side && one.bucket === other.bucket;
}

/** An answer with what probes say of it; where they contradict what was predicted, they win. */
export function settleAnswer(answer: Answer, words: readonly Word[], facts: Facts): Answer {
  const about = wordsAbout(answer.need, words);
  const said = about.map((word) => ({ word, ...weigh(answer, word, facts) }));
  const deciding =
    said.find(({ verdict }) => verdict === "denied") ??
    said.find(({ verdict }) => verdict !== answer.verdict) ??
    said[0];
  if (deciding === undefined) return answer;
  const { word, verdict, overruled } = deciding;
  const { hangsOnSize, ...settled } = answer;
  const stillHangs = hangsOnSize === true && verdict === "unknown";
  return {
    ...settled,
    probe: word.probe,
    verdict,
    ...(stillHangs && { hangsOnSize }),
    ...(overruled && { overruled }),
  };
}

/** Those that were sent as the run would send them, else all. */
function wordsAbout(need: Need, words: readonly Word[]): readonly Word[] {
  const about = words.filter((word) => isSame(word.need, need) && isWithin(word.need, need));
  const exact = about.filter((word) => contextOf(word.need) === contextOf(need));
  return exact.length > 0 ? exact : about;
}

function isWithin(one: Need, all: Need): boolean {
  const [key, scope] = [one.via ?? one, all.via ?? all];
  return scope.anyKeyUnder === true
    ? key.resource.startsWith(scope.resource)
    : key.resource === scope.resource;
}

function contextOf({ context }: Need): string {
  return JSON.stringify(context);
}

interface Weighed {
  readonly verdict: Verdict;
  /** What the policies say, where AWS says otherwise. */
  readonly overruled?: Exclude<Verdict, "unknown">;
}

function weigh(answer: Answer, { need, says }: Word, facts: Facts): Weighed {
  const [asked] = judge([need], facts);
  const predicted = asked === undefined ? "unknown" : decisionVerdict(asked.decision);
  // What else the answer hangs on stays as it is.
  if (says === predicted) return { verdict: answer.verdict };
  if (predicted !== "unknown") return { verdict: says, overruled: predicted };
  // One key tells nothing of the others where they are known to differ.
  const differs = answer.residual !== undefined && !("all" in answer.residual);
  if (says === "allowed" && (differs || answer.verdict === "denied"))
    return { verdict: answer.verdict };
  return { verdict: says };
}
