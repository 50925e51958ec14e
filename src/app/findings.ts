import {
  type CauseId,
  causesOfGap,
  type DenialLayer,
  findGaps,
  type Need,
  type Refusal,
} from "../access/index.ts";
import type { Explanation, KeyCase } from "../policy/index.ts";
import type { Blocker } from "./blocker.ts";
import type { Answer, CheckResult, Perspective } from "./check-job.ts";
import { explainAnswer, type ExplainedAnswer } from "./explain-answer.ts";
import type { Probe } from "./probes/probe.ts";
import { assumedIn, probeReason } from "./probe-reason.ts";
import { causesOfRemedy, type Remedy, remedyOf } from "./remedy-of.ts";

/** Needs that are denied for the same reason, by the same layers. */
export interface Finding {
  /** The first of them: what AWS's error would name. */
  readonly need: Need;
  /** AWS's own text, as AWS printed it (`confirmed`) or as it would. */
  readonly message: string;
  readonly confirmed: boolean;
  readonly blockers: readonly Blocker[];
  /** Rows of the catalogue of causes, most likely first. */
  readonly causes: readonly CauseId[];
  /** Whether identity and bucket policy must both allow, or one of them is enough. */
  readonly silentLayers: "all" | "any";
  /** What mends it. */
  readonly remedy: Remedy;
  /** The accounts whose people must act; `unknown` where nobody could say. */
  readonly actors: readonly string[];
  /** What the policies say; absent where only AWS's text tells. */
  readonly explanation?: Explanation;
  /** What would be denied next, though the message does not say so. */
  readonly alsoDenied: readonly Need[];
}

/** The denied needs of a check, grouped by what stops them, in the order of the run. */
export function findingsOf(check: CheckResult): readonly Finding[] {
  return [...groupWithLarge(check).findings.values()];
}

/** What would be denied only where an object is large or has tags, or a transfer fails: it stops no run. */
export function foreseenIn(check: CheckResult): readonly Finding[] {
  const { joined } = groupWithLarge(check);
  return [...group(check, (need) => !need.essential && !joined.has(need)).values()];
}

/** The findings, and the needs of large objects alone that stand with them though they decide nothing. */
interface WithLarge {
  readonly findings: ReadonlyMap<string, Finding>;
  readonly joined: ReadonlySet<Need>;
}

/** What stops a run anyway is told of with all that it denies: one fix mends it. */
function groupWithLarge(check: CheckResult): WithLarge {
  const findings = group(check, ({ essential }) => essential);
  const joined = new Set<Need>();
  for (const perspective of check.perspectives) {
    for (const answer of perspective.answers.filter(isAside)) {
      const found = findingOf({ ...answer, verdict: "denied" }, perspective);
      const cause = found === undefined ? "" : causeOf(found, perspective);
      const known = findings.get(cause);
      if (found === undefined || known === undefined) continue;
      joined.add(answer.need);
      if ([known.need, ...known.alsoDenied].some((need) => isSame(need, found.need))) continue;
      findings.set(cause, { ...known, alsoDenied: [...known.alsoDenied, found.need] });
    }
  }
  return { findings, joined };
}

/** Whether an answer is a denial for large objects alone, of which nobody has seen any. */
function isAside({ need, verdict, hangsOnSize }: Answer): boolean {
  const isUnneeded = !need.essential && need.occasion === "if-large";
  return hangsOnSize === true || (isUnneeded && verdict === "denied");
}

function isSame(one: Need, other: Need): boolean {
  return one.action === other.action && one.resource === other.resource;
}

function group(check: CheckResult, isMeant: (need: Need) => boolean): Map<string, Finding> {
  const findings = new Map<string, Finding>();
  for (const perspective of check.perspectives) {
    for (const answer of perspective.answers.filter(({ need }) => isMeant(need))) {
      const found = findingOf(answer, perspective);
      if (found === undefined) continue;
      const cause = causeOf(found, perspective);
      const known = findings.get(cause);
      findings.set(
        cause,
        known === undefined ? found : { ...known, alsoDenied: [...known.alsoDenied, found.need] },
      );
    }
  }
  return findings;
}

/** Needs that no fact and no probe could answer. */
export function unansweredIn(check: CheckResult): readonly Answer[] {
  const { joined } = groupWithLarge(check);
  return check.perspectives.flatMap(({ answers }) =>
    answers.filter(
      ({ need, verdict }) => need.essential && verdict === "unknown" && !joined.has(need),
    ),
  );
}

/** What copies of tagged objects take, where nobody can tell it and all else of their bucket is there. */
export function openForTags({ perspectives }: CheckResult): readonly ExplainedAnswer[] {
  return perspectives.flatMap((perspective) => {
    const { answers } = perspective;
    const lacking = answers
      .filter(({ need, verdict }) => need.essential && verdict !== "allowed")
      .map(({ need }) => need.bucket);
    return answers
      .filter(({ need, verdict }) => need.occasion === "if-tagged" && verdict === "unknown")
      .filter(({ need }) => !lacking.includes(need.bucket))
      .map((answer) => ({ answer, explanation: explainAnswer(answer, perspective) }));
  });
}

/** The layers that a check takes to let everything pass, because nobody asked or could tell. */
export function assumedLayers({ perspectives }: CheckResult): readonly DenialLayer[] {
  return [...new Set(perspectives.flatMap(({ facts }) => assumedIn(facts)))];
}

/** The sets of keys of an unanswered need, where the answer of some is known. */
export function keyCasesOf({ residual, verdict }: Answer): readonly KeyCase[] {
  return verdict !== "unknown" || residual === undefined || "all" in residual ? [] : residual.cases;
}

function findingOf(answer: Answer, perspective: Perspective): Finding | undefined {
  const { probe, verdict } = answer;
  if (verdict !== "denied") return undefined;
  const need = refusedNeed(answer);
  const found = { need, alsoDenied: [], confirmed: probe?.outcome === "denied" };
  const [gap] = findGaps([answer]);
  if (gap === undefined) {
    const told = { message: "Access Denied", ...messageOf(probe) };
    const reason = probeReason(told.message, answer, perspective);
    return { ...found, ...told, ...reason, actors: actorsOf(reason) };
  }
  const { decision, refusals, silentLayers } = gap;
  const told = { message: decision.awsMessage, ...messageOf(probe) };
  const explanation = explainAnswer(answer, perspective);
  const blockers = refusals.filter(isFirstAsked).map(blockerOfFacts);
  const ofGap = causesOfGap(gap);
  const sole = refusals.length === 1 && refusals.every(isSole) ? ofGap : [];
  const remedy = remedyOf({ answer, blockers, causes: sole }, perspective);
  const ofKey = causesOfRemedy(remedy);
  const causes = ofKey.length > 0 ? ofKey : ofGap;
  const actors = actorsOf({ blockers, remedy });
  return { ...found, ...told, blockers, causes, silentLayers, remedy, actors, explanation };
}

/** A key that cannot be used is mended where it was chosen, not where KMS looked for it. */
function actorsOf({ blockers, remedy }: Pick<Finding, "blockers" | "remedy">): readonly string[] {
  if (remedy.kind === "refused" && remedy.refusal.code === "key-unusable") {
    return [remedy.refusal.account];
  }
  return [...new Set(blockers.map(({ account }) => account))];
}

/** What AWS says that it refuses, where no fact told that it would be asked for. */
function refusedNeed({ need, probe }: Answer): Need {
  if (probe?.outcome !== "denied" || probe.action === undefined) return need;
  return probe.action.startsWith("kms:") ? { ...need, action: probe.action } : need;
}

/** A key that cannot be used is refused before anybody's policies are asked. */
function isFirstAsked({ layer }: Refusal, _: number, all: readonly Refusal[]): boolean {
  return layer === "key" || all.every((other) => other.layer !== "key");
}

/** Whether a layer denies by one thing alone: then mending that is enough. */
function isSole(refusal: Refusal): boolean {
  return refusal.kind === "denies" && refusal.statements.length < 2;
}

/** In AWS's own words, where it was asked. */
function messageOf(probe: Probe | undefined): { readonly message?: string } {
  const message = probe?.outcome === "denied" ? probe.error.detail.message : undefined;
  return message === undefined ? {} : { message };
}

function blockerOfFacts({ layer, account, kind }: Refusal): Blocker {
  return { layer, account, kind, from: "facts" };
}

/** Each of those who act is told of apart: what one lacks, the other may have. */
function causeOf({ need, blockers, message }: Finding, { facts }: Perspective): string {
  const layers = blockers.map(({ layer, account, kind }) => [layer, account, kind]);
  return JSON.stringify([facts.callerLabel, need.bucket, blockers.length === 0 ? message : layers]);
}
