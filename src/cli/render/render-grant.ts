import { createTwoFilesPatch } from "diff";
import {
  explanationOf,
  type GrantEdit,
  type GrantProposal,
  type GrantRefusal,
  isNewRole,
  type Revocation,
  whysOf,
} from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { explanationWords } from "./explanation-words.ts";
import { needWords } from "./need-words.ts";
import { wrapLine, wrapText } from "./wrap-text.ts";

type Proof = GrantProposal["proof"][number];

/** A proposal for people: each document's diff, what was refused, the proof. */
export function renderProposal(
  proposal: GrantProposal,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  return [
    ...proposal.edits.flatMap((edit) => renderEdit(edit, words, width)),
    ...renderProof(proposal, words, width),
  ];
}

/** What a proposal leaves closed, and what shows that the rest of it is right. */
export function renderProof(
  proposal: GrantProposal,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  const { edits, refusals, proof } = proposal;
  const { grant } = words;
  const essential = proof.filter(({ need }) => need.essential);
  const allowed = essential.filter(({ outcome }) => outcome === "allowed").length;
  const added = edits.flatMap((edit) => edit.added);
  const unnecessary = added.filter(({ necessary }) => !necessary);
  const spare = added.flatMap(({ sid, spare: parts }) => parts.map((part) => ({ sid, part })));
  const lines = [
    ...(edits.length === 0 && refusals.length === 0 ? [grant.nothingToDo] : []),
    ...(allowed > 0 && edits.length > 0 ? [grant.proved({ allowed, all: essential.length })] : []),
    ...[...essential, ...openAside(proof)].flatMap((each) => proofLines(each, words, width)),
    ...(edits.length > 0 && unnecessary.length + spare.length === 0 && allowed === essential.length
      ? [grant.minimal]
      : []),
    ...unnecessary.map(({ sid }) => grant.unnecessary(sid)),
    ...spare.map(({ sid, part }) => grant.spare(sid, part)),
    ...edits.map((edit) => openingText(edit, words)),
  ];
  return [
    ...new Set(
      withoutRepeats(refusals).map((refusal) => renderRefusal(refusal, words, width).join("\n")),
    ),
    ...lines.flatMap((line) => wrapLine(line, width)),
  ];
}

/** What of tagged objects is open, where all else of their bucket is not. */
function openAside(proof: readonly Proof[]): readonly Proof[] {
  const open = proof.filter(({ outcome }) => outcome === "unproved");
  const told = open.filter(({ need }) => need.essential).map(({ need }) => need.bucket);
  return open.filter(
    ({ need }) => need.occasion === "if-tagged" && !need.essential && !told.includes(need.bucket),
  );
}

function proofLines(
  { decision, need, outcome }: Proof,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  const { check, grant } = words;
  switch (outcome) {
    case "allowed":
      return [];
    case "unproved":
      return [
        `? ${grant.unproved(needWords(need))}`,
        ...whysOf(explanationOf(decision), explanationWords(words)).flatMap(({ text }) =>
          wrapText(text, { first: `    ${check.labels.why}`, width }),
        ),
      ];
    case "denied":
      return [`✗ ${grant.stillDenied(needWords(need))}`];
  }
}

/** The refusals, of which each exception stands under the first alone that it would mend. */
export function withoutRepeats(refusals: readonly GrantRefusal[]): readonly GrantRefusal[] {
  const seen = new Set<string>();
  return refusals.map((refusal) => {
    if (refusal.code !== "explicit-deny") return refusal;
    const exceptions = refusal.exceptions.filter(({ text }) => !seen.has(text));
    for (const { text } of exceptions) seen.add(text);
    return { ...refusal, exceptions };
  });
}

/** What is refused, and what else than a statement mends it where something does. */
export function refusalText(refusal: GrantRefusal, words: Catalogue): string {
  const advice = refusal.code === "explicit-deny" ? adviceOn(refusal, words) : undefined;
  if (refusal.code !== "explicit-deny" || advice === undefined) return words.grant.refusal(refusal);
  return words.grant.otherwise(refusal, advice);
}

/** A setting is no Deny that somebody wrote, and what a Deny asks for a request may bring. */
function adviceOn(
  { layer, metBy, statements }: Extract<GrantRefusal, { readonly code: "explicit-deny" }>,
  { check }: Catalogue,
): string | undefined {
  switch (metBy) {
    case "tls":
      return check.useTls;
    case "header":
      return check.sendHeader;
    case "acl":
      return check.dropAcl;
    case undefined:
      break;
  }
  if (statements.length > 0) return undefined;
  const bySetting: Partial<Record<typeof layer, string>> = {
    requesterPays: check.requestPayer,
    publicAccessBlock: check.unpublish,
    objectOwnership: check.dropAcl,
    sseCBlocked: check.otherEncryption,
    vpcEndpoint: check.otherWay,
  };
  return bySetting[layer];
}

/** What is refused, and where a Deny stands, how its owner could except the caller. */
function renderRefusal(
  refusal: GrantRefusal,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  const exceptions = refusal.code === "explicit-deny" ? refusal.exceptions : [];
  return [
    ...wrapLine(`✗ ${refusalText(refusal, words)}`, width),
    ...exceptions.flatMap(({ ref, text }) => [
      ...wrapLine(`  ${words.grant.exception(ref)}`, width),
      ...text.split("\n").map((line) => `  ${line}`),
    ]),
  ];
}

/** What one change opens besides what was asked for. */
export function openingText({ account, document, opens }: GrantEdit, { grant }: Catalogue): string {
  const also = opens.map((opening) => grant.opening(opening));
  return grant.opens(grant.document(document, account), also);
}

/** What taking the grants out changes. */
export function renderRevocation(
  revocation: Revocation,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  const { account, after, before, document, isLeft, keptFor } = revocation;
  const title = words.grant.document(document, account);
  if (keptFor !== undefined) {
    return wrapLine(`✗ ${words.grant.roleKept(title, keptFor)}`, width);
  }
  if (isLeft) return wrapLine(`✗ ${words.grant.leftToOwner(title)}`, width);
  return diffLines(title, before, after ?? "");
}

function renderEdit(
  edit: GrantEdit,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  const { grant } = words;
  const title = grant.document(edit.document, edit.account);
  if (edit.before.known) {
    return [
      ...diffLines(title, edit.before.value ?? "", edit.after),
      ...(isNewRole(edit) ? wrapLine(grant.notes.newRole, width) : []),
      ...(edit.dropped.length > 0 ? wrapLine(grant.dropped(edit.dropped), width) : []),
    ];
  }
  return [title, ...wrapLine(`? ${grant.beforeUnknown(edit.before.why)}`, width), edit.after];
}

/** A unified diff without the lines that name files. */
function diffLines(title: string, before: string, after: string): readonly string[] {
  const patch = createTwoFilesPatch("", "", ended(before), ended(after)).trimEnd().split("\n");
  return [title, ...patch.slice(patch.findIndex((line) => line.startsWith("@@")))];
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
