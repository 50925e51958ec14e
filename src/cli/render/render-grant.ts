import { createTwoFilesPatch } from "diff";
import type { GrantEdit, GrantProposal, GrantRefusal, Revocation } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { needWords } from "./need-words.ts";

/** A proposal for people: each document's diff, what was refused, the proof. */
export function renderProposal(proposal: GrantProposal, words: Catalogue): readonly string[] {
  return [
    ...proposal.edits.flatMap((edit) => renderEdit(edit, words)),
    ...renderProof(proposal, words),
  ];
}

/** What a proposal leaves closed, and what shows that the rest of it is right. */
export function renderProof(proposal: GrantProposal, words: Catalogue): readonly string[] {
  const { edits, refusals, proof } = proposal;
  const { grant } = words;
  const essential = proof.filter(({ need }) => need.essential);
  const allowed = essential.filter(({ outcome }) => outcome === "allowed").length;
  const added = edits.flatMap((edit) => edit.added);
  const unnecessary = added.filter(({ necessary }) => !necessary);
  const spare = added.flatMap(({ sid, spare: parts }) => parts.map((part) => ({ sid, part })));
  return [
    ...withoutRepeats(refusals).flatMap((refusal) => renderRefusal(refusal, words)),
    ...(edits.length === 0 && refusals.length === 0 ? [grant.nothingToDo] : []),
    ...(allowed > 0 && edits.length > 0 ? [grant.proved({ allowed, all: essential.length })] : []),
    ...essential.flatMap(({ need, outcome }) => {
      switch (outcome) {
        case "allowed":
          return [];
        case "unproved":
          return [`? ${grant.unproved(needWords(need))}`];
        case "denied":
          return [`✗ ${grant.stillDenied(needWords(need))}`];
      }
    }),
    ...(edits.length > 0 && unnecessary.length + spare.length === 0 && allowed === essential.length
      ? [grant.minimal]
      : []),
    ...unnecessary.map(({ sid }) => grant.unnecessary(sid)),
    ...spare.map(({ sid, part }) => grant.spare(sid, part)),
    ...edits.map((edit) => openingText(edit, words)),
  ];
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

/** What is refused, and where a Deny stands, how its owner could except the caller. */
function renderRefusal(refusal: GrantRefusal, words: Catalogue): readonly string[] {
  const exceptions = refusal.code === "explicit-deny" ? refusal.exceptions : [];
  return [
    `✗ ${words.grant.refusal(refusal)}`,
    ...exceptions.flatMap(({ ref, text }) => [
      `  ${words.grant.exception(ref)}`,
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
export function renderRevocation(revocation: Revocation, words: Catalogue): readonly string[] {
  const { account, after, before, document } = revocation;
  const title = words.grant.document(document, account);
  return diffLines(title, before, after ?? "");
}

function renderEdit(edit: GrantEdit, words: Catalogue): readonly string[] {
  const { grant } = words;
  const title = grant.document(edit.document, edit.account);
  if (edit.before.known) {
    return [
      ...diffLines(title, edit.before.value ?? "", edit.after),
      ...(edit.dropped.length > 0 ? [grant.dropped(edit.dropped)] : []),
    ];
  }
  return [title, `? ${grant.beforeUnknown(edit.before.why)}`, edit.after];
}

/** A unified diff without the lines that name files. */
function diffLines(title: string, before: string, after: string): readonly string[] {
  const patch = createTwoFilesPatch("", "", ended(before), ended(after)).trimEnd().split("\n");
  return [title, ...patch.slice(patch.findIndex((line) => line.startsWith("@@")))];
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
