import {
  type DenialLayer,
  findGaps,
  type Need,
  readDenials,
  type Refusal,
} from "../access/index.ts";
import { accountCaller, type Explanation, type KeyCase } from "../policy/index.ts";
import type { Blocker } from "./blocker.ts";
import type { Answer, CheckResult, Perspective } from "./check-job.ts";
import { explainAnswer } from "./explain-answer.ts";
import type { Probe } from "./probe-listing.ts";
import { type Remedy, remedyOf } from "./remedy-of.ts";

/** Needs that are denied for the same reason, by the same layers. */
export interface Finding {
  /** The first of them: what AWS's error would name. */
  readonly need: Need;
  /** AWS's own text, as AWS printed it (`confirmed`) or as it would. */
  readonly message: string;
  readonly confirmed: boolean;
  readonly blockers: readonly Blocker[];
  /** Whether identity and bucket policy must both allow, or one of them is enough. */
  readonly silentLayers: "all" | "any";
  /** What mends it. */
  readonly remedy: Remedy;
  /** What the policies say; absent where only AWS's text tells. */
  readonly explanation?: Explanation;
  /** What would be denied next, though the message does not say so. */
  readonly alsoDenied: readonly Need[];
}

/** The denied needs of a check, grouped by what stops them, in the order of the run. */
export function findingsOf(check: CheckResult): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const perspective of check.perspectives) {
    for (const answer of perspective.answers) {
      const found = findingOf(answer, perspective);
      if (found === undefined) continue;
      const cause = causeOf(found);
      const known = findings.get(cause);
      findings.set(
        cause,
        known === undefined ? found : { ...known, alsoDenied: [...known.alsoDenied, found.need] },
      );
    }
  }
  return [...findings.values()];
}

/** Needs that no fact and no probe could answer. */
export function unansweredIn(check: CheckResult): readonly Answer[] {
  return check.perspectives.flatMap(({ answers }) =>
    answers.filter(({ need, verdict }) => need.essential && verdict === "unknown"),
  );
}

/** The layers that a check takes to let everything pass, because nobody asked or could tell. */
export function assumedLayers({ perspectives }: CheckResult): readonly DenialLayer[] {
  const found = perspectives.flatMap(({ facts: { limits, buckets } }) => {
    const { boundary, session, serviceControl, vpcEndpoint } = limits;
    const resourceControl = [...buckets.values()].map((bucket) => bucket.resourceControl);
    return [
      ...isAssumed("boundary", [boundary]),
      ...isAssumed("session", [session]),
      ...isAssumed("serviceControl", [serviceControl]),
      ...isAssumed("resourceControl", resourceControl),
      ...isAssumed("vpcEndpoint", [vpcEndpoint]),
    ];
  });
  return [...new Set(found)];
}

function isAssumed(
  layer: DenialLayer,
  facts: readonly { readonly known: boolean | "assumed" }[],
): readonly DenialLayer[] {
  return facts.some(({ known }) => known === "assumed") ? [layer] : [];
}

/** The sets of keys of an unanswered need, where the answer of some is known. */
export function keyCasesOf({ residual, verdict }: Answer): readonly KeyCase[] {
  return verdict !== "unknown" || residual === undefined || "all" in residual ? [] : residual.cases;
}

function findingOf(answer: Answer, perspective: Perspective): Finding | undefined {
  const { need, probe, verdict } = answer;
  if (verdict !== "denied" || !need.essential) return undefined;
  const found = { need, alsoDenied: [], confirmed: probe?.outcome === "denied" };
  const [gap] = findGaps([answer]);
  if (gap !== undefined) {
    const { decision, refusals, silentLayers } = gap;
    const message = messageOf(probe) ?? decision.awsMessage;
    const explanation = explainAnswer(answer, perspective);
    const blockers = refusals.map(blockerOfFacts);
    const remedy = remedyOf(answer, blockers, perspective);
    return { ...found, message, blockers, silentLayers, remedy, explanation };
  }
  const message = messageOf(probe) ?? "Access Denied";
  const named = blockersOfMessage(message, need, perspective);
  const blockers = named.length > 0 ? named : suspectsOf(answer);
  const remedy = remedyOf(answer, blockers, perspective);
  return { ...found, message, blockers, silentLayers: "all", remedy };
}

function messageOf(probe: Probe | undefined): string | undefined {
  return probe?.outcome === "denied" ? probe.error.detail.message : undefined;
}

function blockerOfFacts({ layer, account, kind }: Refusal): Blocker {
  return { layer, account, kind, from: "facts" };
}

/** AWS names one layer at most, and of the layers of other accounts it knows no owner. */
function blockersOfMessage(text: string, need: Need, { facts }: Perspective): readonly Blocker[] {
  const [denial] = readDenials(text);
  if (denial?.layer === undefined) return [];
  const owner = facts.buckets.get(need.bucket)?.owner;
  const ours = accountCaller(facts.caller)?.account;
  const account =
    denial.layer === "identity" && ours !== undefined
      ? ours
      : owner?.known === true
        ? owner.value
        : "unknown";
  const kind = denial.effect === "explicit" ? "denies" : "silent";
  return [{ layer: denial.layer, account, kind, from: "message" }];
}

/** Without a word from AWS it is one of the layers that may not be read. */
function suspectsOf({ decision: { gates } }: Answer): readonly Blocker[] {
  return gates
    .filter(({ allows, denies }) => allows === "unknown" || denies === "unknown")
    .map(({ layer, account }) => ({ layer, account, kind: "unread", from: "facts" }));
}

function causeOf({ need, blockers, message }: Finding): string {
  const layers = blockers.map(({ layer, account, kind }) => [layer, account, kind]);
  return JSON.stringify([need.bucket, blockers.length === 0 ? message : layers]);
}
