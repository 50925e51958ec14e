import {
  type CauseId,
  type DenialLayer,
  diagnose,
  openCauses,
  readDenials,
} from "../access/index.ts";
import type { Blocker } from "./blocker.ts";
import type { Answer, Perspective } from "./check-job.ts";
import { type Remedy, remedyOf } from "./remedy-of.ts";

/** Why AWS refused where the facts show no reason. */
interface ProbeReason {
  readonly blockers: readonly Blocker[];
  readonly causes: readonly CauseId[];
  readonly silentLayers: "all";
  readonly remedy: Remedy;
}

/** What stops a need that AWS has refused, by its text, else by what nobody could read or asked for. */
export function probeReason(
  message: string,
  answer: Answer,
  perspective: Perspective,
): ProbeReason {
  const silentLayers = "all";
  const told = denialIn(message, answer);
  const named = told === undefined ? [] : blockersOf(told, perspective);
  // What is known allows it: what nobody asked for does not.
  if (named.length === 0 && answer.decision.outcome === "allowed") {
    const blockers = assumedIn(perspective.facts).map(unread);
    const causes = blockers.flatMap(({ layer }) => unaskedCauses[layer] ?? []);
    return { blockers, causes, silentLayers, remedy: { kind: "exception" } };
  }
  const blockers = named.length > 0 ? named : unreadIn(answer);
  const causes = causesOfText(told, answer);
  // A text that can have one cause alone says what mends it.
  const sole = causes.length === 1 ? causes : [];
  const remedy = remedyOf({ answer, blockers, causes: sole }, perspective);
  return { blockers, causes, silentLayers, remedy };
}

/** The layers that facts take to let everything pass, because nobody asked or could tell. */
export function assumedIn({ limits, buckets }: Perspective["facts"]): readonly DenialLayer[] {
  const { boundary, session, serviceControl, vpcEndpoint } = limits;
  const resourceControl = [...buckets.values()].map((bucket) => bucket.resourceControl);
  return [
    ...isAssumed("boundary", [boundary]),
    ...isAssumed("session", [session]),
    ...isAssumed("serviceControl", [serviceControl]),
    ...isAssumed("resourceControl", resourceControl),
    ...isAssumed("vpcEndpoint", [vpcEndpoint]),
  ];
}

function isAssumed(
  layer: DenialLayer,
  facts: readonly { readonly known: boolean | "assumed" }[],
): readonly DenialLayer[] {
  return facts.some(({ known }) => known === "assumed") ? [layer] : [];
}

const unaskedCauses: Readonly<Partial<Record<DenialLayer, CauseId>>> = {
  boundary: "C04",
  session: "C05",
  serviceControl: "C06",
  resourceControl: "C24",
  vpcEndpoint: "C50",
};

type Denial = ReturnType<typeof readDenials>[number];

/**
 * What the facts leave open comes first, as far as the text may mean it; where AWS names a layer, what is
 * open in others comes last.
 */
function causesOfText(told: Denial | undefined, { decision }: Answer): readonly CauseId[] {
  const causes = told === undefined ? [] : diagnose(told).causes;
  const open = openCauses(decision);
  const likely = told?.layer === undefined ? open : open.filter((cause) => causes.includes(cause));
  return [...new Set([...likely, ...causes, ...open])];
}

/** AWS names one layer at most. */
function blockersOf(denial: Denial, { facts }: Perspective): readonly Blocker[] {
  if (denial.layer === undefined) return [];
  const { account } = diagnose(denial, { facts }).actor;
  const kind = denial.effect === "explicit" ? "denies" : "silent";
  return [{ layer: denial.layer, account, kind, from: "message" }];
}

/** The refusal of a probe, which is of the list call where nothing else was sent. */
function denialIn(message: string, { probe }: Answer): Denial | undefined {
  const [code, operation] =
    probe?.outcome === "denied"
      ? [probe.error.code, probe.operation]
      : ["AccessDenied", "ListObjectsV2"];
  return readDenials(
    `An error occurred (${code}) when calling the ${operation} operation: ${message}`,
  )[0];
}

function unread(layer: DenialLayer): Blocker {
  return { layer, account: "unknown", kind: "unread", from: "facts" };
}

/** The layers that may not be read. */
function unreadIn({ decision: { gates } }: Answer): readonly Blocker[] {
  return gates
    .filter(({ allows, denies }) => allows === "unknown" || denies === "unknown")
    .map(({ layer, account }) => ({ ...unread(layer), account }));
}
