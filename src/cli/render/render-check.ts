import {
  type Answer,
  assumedLayers,
  awsNote,
  type CheckResult,
  explainCheck,
  type Finding,
  findingsOf,
  foreseenIn,
  keyCasesOf,
  openCausesOf,
  openForTags,
  type Perspective,
  unansweredIn,
  whysOf,
} from "../../app/index.ts";
import type { Sentence } from "../../aws/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { accountOf, callerName } from "./caller-name.ts";
import { needWords } from "./need-words.ts";
import { explanationWords } from "./explanation-words.ts";
import { renderSentence, renderTree } from "./render-explanation.ts";
import { renderMatrix } from "./render-matrix.ts";
import { isKnownByKey, renderUnanswered } from "./render-unanswered.ts";
import { renderProbes } from "./render-probes.ts";
import { sizeWords } from "./size-words.ts";
import { wrapLine, wrapText } from "./wrap-text.ts";

/** How a check is shown, and what people read besides the findings. */
export interface CheckHints {
  /** How to mend it, in their own command line. */
  readonly grantLine: (extra: readonly string[]) => string;
  /** Columns to wrap at; undefined for no wrapping. */
  readonly width?: number | undefined;
  /** Whether to show everything that an answer rests on. */
  readonly showsTree?: boolean;
}

/** The whole answer of a check: who asks, the matrix, every finding, the verdict. */
export function renderCheck(result: CheckResult, words: Catalogue, hints: CheckHints): string {
  const answers = result.perspectives.flatMap((perspective) => perspective.answers);
  const essential = answers.filter(({ need }) => need.essential);
  const count = (verdict: Answer["verdict"]): number =>
    essential.filter((answer) => answer.verdict === verdict).length;
  const open = unansweredIn(result);
  const byKey = open.filter(isKnownByKey).length;
  const bySize = open.filter(({ hangsOnSize }) => hangsOnSize === true).length;
  const byTags = open.filter(({ hangsOnTags }) => hangsOnTags === true).length;
  const ofTags = renderOpenForTags(result, words, hints);
  return [
    ...result.perspectives.flatMap((perspective) => [
      ...wrapLine(callerLine(perspective, words), hints.width),
      "",
      ...renderMatrix(perspective, words, hints.width),
      "",
    ]),
    ...renderProbes(result, words),
    ...renderFindings(result, words, hints),
    ...(result.verdict === "denied" ? [] : renderForeseen(result, words, hints)),
    ...renderOpen(result, words, hints),
    ...ofTags,
    ...(result.verdict === "unknown" && byKey + bySize + byTags < open.length
      ? wrapLine(`  ${words.check.askOwner}`, hints.width)
      : []),
    ...(count("denied") + open.length + ofTags.length > 0 ? [""] : []),
    ...(hints.showsTree === true ? renderTrees(result, words, hints) : []),
    words.check.verdict(result.verdict, {
      denied: count("denied"),
      unknown: open.length,
      byKey,
      bySize,
      all: essential.length,
    }),
    ...(result.verdict === "allowed" ? renderAssumed(result, words, hints) : []),
    "",
  ].join("\n");
}

/** What an answer takes to be open because nobody could tell. */
function renderAssumed(
  result: CheckResult,
  words: Catalogue,
  { width }: CheckHints,
): readonly string[] {
  const layers = assumedLayers(result);
  return layers.length === 0 ? [] : wrapText(words.check.assumed(layers), { first: "", width });
}

/** What would be refused later, and stops no run, by when it would be. */
function renderForeseen(
  result: CheckResult,
  words: Catalogue,
  { width }: CheckHints,
): readonly string[] {
  // What one statement denies is one finding, whenever each of it would be asked for.
  const foreseen = foreseenIn(result).flatMap(({ need, alsoDenied, blockers }) =>
    [need, ...alsoDenied].map((denied) => ({ denied, blockers })),
  );
  const occasions = [...new Set(foreseen.map(({ denied }) => denied.occasion))];
  return occasions.flatMap((occasion) => [
    ...wrapText(words.check.foreseen[occasion](sizeWords(result.sizes?.threshold ?? 0)), {
      first: "! ",
      width,
    }),
    ...foreseen
      .filter(({ denied }) => denied.occasion === occasion)
      .flatMap(({ denied, blockers }) =>
        blockers.flatMap((blocker) =>
          wrapLine(`    ${words.check.blocker(blocker, needWords(denied))}`, width),
        ),
      ),
  ]);
}

/** Needs that nobody could answer, each with what its answer hangs on. */
function renderOpen(
  result: CheckResult,
  words: Catalogue,
  { width }: CheckHints,
): readonly string[] {
  const open = unansweredIn(result);
  return explainCheck(result)
    .filter(({ answer }) => open.includes(answer))
    .flatMap(({ answer, explanation }) => {
      const why = whyOpen(answer, result, words);
      const lines = renderUnanswered(answer, why, words).flatMap((each) => wrapLine(each, width));
      // The keys that are told apart say more than the statements that divide them.
      if (keyCasesOf(answer).length > 0) return lines;
      const reasons = whysOf(explanation, explanationWords(words)).flatMap(({ text }) =>
        wrapText(text, { first: `    ${words.check.labels.why}`, width }),
      );
      const causes = causeLines(openCausesOf(answer), words);
      return [
        ...lines,
        ...reasons,
        ...causes.flatMap((cause) =>
          wrapText(cause, { first: `    ${words.check.labels.cause}`, width }),
        ),
      ];
    });
}

/** What hangs on the tags of objects, and stops no run. */
function renderOpenForTags(
  result: CheckResult,
  words: Catalogue,
  { width }: CheckHints,
): readonly string[] {
  return openForTags(result).flatMap(({ answer, explanation }) => [
    ...wrapText(words.check.openForTags(needWords(answer.need)), { first: "? ", width }),
    ...whysOf(explanation, explanationWords(words)).flatMap(({ text }) =>
      wrapText(text, { first: `    ${words.check.labels.why}`, width }),
    ),
  ]);
}

/** Everything that each answer rests on. */
function renderTrees(
  result: CheckResult,
  words: Catalogue,
  { width }: CheckHints,
): readonly string[] {
  return explainCheck(result).flatMap(({ explanation }) => [
    ...renderSentence(explanation, words, { indent: "", width }),
    ...renderTree(explanation, words, { indent: "  ", width }),
    "",
  ]);
}

/** The findings alone: what a stopped sync prints. */
export function renderFindings(
  result: CheckResult,
  words: Catalogue,
  hints: CheckHints,
): readonly string[] {
  const own = result.perspectives.map(accountOf)[0];
  const { sizes } = result;
  return findingsOf(result).flatMap((finding) =>
    renderFinding(finding, { words, hints, own, sizes }),
  );
}

interface FindingStyle {
  readonly words: Catalogue;
  readonly hints: CheckHints;
  readonly own: string | undefined;
  readonly sizes: CheckResult["sizes"];
}

function renderFinding(finding: Finding, style: FindingStyle): readonly string[] {
  const { words, hints, own, sizes } = style;
  const { labels, ...check } = words.check;
  const need = needWords(finding.need);
  const { width } = hints;
  const told = (label: string, text: string): readonly string[] =>
    wrapText(text, { first: `    ${label}`, width });
  const isSuspected = finding.blockers.every(({ kind }) => kind === "unread");
  const suspects = finding.blockers.map((blocker) => `  ? ${check.blocker(blocker, need)}`);
  const headline = isSuspected
    ? [`✗ ${check.deniedSomewhere(need)}`, ...suspects]
    : finding.blockers.map((blocker) => `✗ ${check.blocker(blocker, need)}`);
  return [
    ...headline.flatMap((each) => wrapLine(each, width)),
    ...told(finding.confirmed ? labels.awsSays : labels.awsWouldSay, finding.message),
    ...[...seen(finding, sizes, words), ...reasonsFor(finding, words)].flatMap((reason) =>
      told(labels.why, reason),
    ),
    ...causeLines(finding.causes, words).flatMap((cause) => told(labels.cause, cause)),
    ...finding.alsoDenied.flatMap((also) => told(labels.hides, check.hidden(needWords(also)))),
    ...finding.actors.flatMap((account) =>
      told(
        labels.who,
        account === "unknown" ? unknownOwner(finding, words) : check.who(account, own),
      ),
    ),
    ...fixLines(finding, { words, hints }),
  ];
}

/** The first cause, in the words of the catalogue; what else may be, `explain` tells. */
function causeLines(causes: Finding["causes"], words: Catalogue): readonly string[] {
  return causes.slice(0, 1).map((cause) => `${cause}  ${words.causes[cause]}`);
}

/** Whose a VPC endpoint is, no bucket tells. */
function unknownOwner({ blockers, need }: Finding, { check }: Catalogue): string {
  const unknown = blockers.filter(({ account }) => account === "unknown");
  const isOfEndpoint = unknown.length > 0 && unknown.every(({ layer }) => layer === "vpcEndpoint");
  return isOfEndpoint ? check.endpointOwner : check.unknownOwner(need.bucket);
}

/** That there are objects which take what only large ones do. */
function seen({ need }: Finding, sizes: CheckResult["sizes"], words: Catalogue): readonly string[] {
  if (need.occasion !== "if-large" || sizes === undefined) return [];
  const { large, looked, threshold } = sizes;
  return [words.check.largeSeen({ large, looked, size: sizeWords(threshold) })];
}

/** Why nobody knows whether there are any. */
function unseen({ sizes }: CheckResult, words: Catalogue): string {
  return words.check.largeUnseen(sizes && { ...sizes, size: sizeWords(sizes.threshold) });
}

/** What the facts say beyond the headlines, and what AWS's text hides. */
function reasonsFor({ explanation }: Finding, words: Catalogue): readonly string[] {
  if (explanation === undefined) return [];
  const note = awsNote(explanation, explanationWords(words));
  return [
    ...whysOf(explanation, explanationWords(words)).flatMap(({ details }) => details),
    ...(note === undefined ? [] : [note]),
  ];
}

/** A command line stays whole, a sentence is wrapped. */
function fixLines(
  finding: Finding,
  { words, hints }: Pick<FindingStyle, "words" | "hints">,
): readonly string[] {
  const first = `    ${words.check.labels.fix}`;
  const fix = fixOf(finding, words, hints);
  return finding.remedy.kind === "grant"
    ? [`${first}${fix}`]
    : wrapText(fix, { first, width: hints.width });
}

/** A grant mends silence where it reaches, and an unknown owner must be named first. */
function fixOf(finding: Finding, words: Catalogue, hints: CheckHints): string {
  const { blockers, causes, remedy } = finding;
  switch (remedy.kind) {
    case "exception":
      return words.check.askForException;
    case "requestPayer":
    case "useTls":
    case "sendHeader":
    case "unpublish":
    case "dropAcl":
    case "otherEncryption":
    case "otherWay":
      return words.check[remedy.kind];
    case "refused":
      return words.grant.refusal(remedy.refusal);
    case "grant":
      return hints.grantLine(grantWords(blockers, causes));
  }
}

function grantWords(blockers: Finding["blockers"], [cause]: Finding["causes"]): readonly string[] {
  const isOwnerKnown = blockers.every(({ account }) => account !== "unknown");
  return [
    ...(isOwnerKnown && blockers.length > 0 ? [] : ["--owner-profile", "PROFILE"]),
    // A role that was made anew once will be made anew again.
    ...(cause === "C13" ? ["--principal-style", "pattern", "--drop-orphans"] : []),
  ];
}

/** What an answer hangs on. */
function whyOpen(answer: Answer, result: CheckResult, words: Catalogue): readonly string[] {
  if (answer.hangsOnSize === true) return [unseen(result, words)];
  if (answer.hangsOnTags === true) return [words.check.tagsUnseen];
  const reasons = whyUnknown(answer, result).map((why) => why[words.language]);
  return reasons.length > 0 ? [...new Set(reasons)] : ["-"];
}

/** Which facts are missing, each with the reason. */
function whyUnknown({ need }: Answer, result: CheckResult): readonly Sentence[] {
  return result.perspectives
    .filter(({ answers }) => answers.some((answer) => answer.need === need))
    .flatMap(({ facts }: Perspective) => {
      const bucket = facts.buckets.get(need.bucket);
      const { boundary, serviceControl } = facts.limits;
      const { settings, encryption } = bucket ?? {};
      const { accountBlock, bucketBlock, ownership, requesterPays } = settings ?? {};
      const ofBucket = [accountBlock, bucketBlock, ownership, requesterPays, encryption];
      const ofOrganizations = [serviceControl, bucket?.resourceControl];
      const ofCaller = [facts.identityPolicies, boundary, facts.trust?.policy];
      return [...ofCaller, bucket?.policy, ...ofOrganizations, ...ofBucket].flatMap((fact) =>
        fact?.known === false ? [fact.why] : [],
      );
    });
}

function callerLine(perspective: Perspective, words: Catalogue): string {
  return words.check.caller({
    who: callerName(perspective)[words.language],
    account: accountOf(perspective) ?? "-",
    label: perspective.facts.callerLabel,
  });
}
