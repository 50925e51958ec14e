import {
  type GrantEdit,
  type GrantProposal,
  type GrantRefusal,
  isNewRole,
  type PlannedGrant,
} from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { needWords } from "./need-words.ts";
import { openingText, refusalText, withoutRepeats } from "./render-grant.ts";
import { sizeWords } from "./size-words.ts";

/** What the people of one account are told. */
export interface GrantNote {
  readonly account: string;
  /** For whom it is, where that is not who asks. */
  readonly principal?: string | undefined;
  readonly edits: readonly GrantEdit[];
  readonly refusals: GrantProposal["refusals"];
  /** What each identity of the run lacks. */
  readonly proposals: readonly Pick<PlannedGrant, "proof" | "actsElsewhere">[];
  /** As whom jobs copy, where they do. */
  readonly jobsRole?: string | undefined;
  /** The size from which on objects are left out. */
  readonly smallerThan?: number | undefined;
  /** What is said of roles that others make. */
  readonly rolesFirst: readonly string[];
  /** The same changes by the AWS CLI. */
  readonly script: string;
  /** The command that is to be let through, and the one that takes it back. */
  readonly run: string;
  readonly revoke: string;
}

/** A Markdown note to the people of one account: who asks for what, why, and how it is taken back. */
export function renderGrantNote(note: GrantNote, words: Catalogue): string {
  const { account, edits, jobsRole, proposals, refusals, revoke, run, script } = note;
  const proof = proposals.flatMap((each) => each.proof);
  const { note: text } = words.grant;
  const essential = proof.filter(({ need }) => need.essential);
  const allowed = essential.filter(({ outcome }) => outcome === "allowed").length;
  const blocks = [
    `# ${text.title(account)}`,
    text.asks(askersOf(note).map(quoted)),
    fenced("sh", run),
    text.needs,
    list(
      essential
        .map(({ need }) => needWords(need))
        .map(({ action, resource }) => `\`${action}\` — \`${resource}\``),
    ),
    ...(jobsRole === undefined ? [] : [text.asRole(quoted(jobsRole))]),
    ...(note.smallerThan === undefined ? [] : [text.smallerThan(sizeWords(note.smallerThan))]),
    ...(edits.length > 0 ? [text.onlyThese, ...note.rolesFirst] : []),
    ...edits.flatMap((edit) => editBlocks(edit, words)),
    ...(refusals.length > 0
      ? [
          `## ${text.open}`,
          ...withoutRepeats(refusals).flatMap((refusal) => refusalBlocks(refusal, words)),
        ]
      : []),
    ...(edits.length > 0
      ? [
          `## ${text.checked}`,
          list([
            words.grant.proved({ allowed, all: essential.length }),
            ...edits.map((edit) => openingText(edit, words)),
          ]),
          `## ${text.withCli}`,
          fenced("sh", script),
          `## ${text.takeBack}`,
          fenced("sh", revoke),
        ]
      : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function refusalBlocks(refusal: GrantRefusal, words: Catalogue): readonly string[] {
  const exceptions = refusal.code === "explicit-deny" ? refusal.exceptions : [];
  return [
    list([refusalText(refusal, words)]),
    ...exceptions.flatMap(({ ref, text }) => [words.grant.exception(ref), fenced("json", text)]),
  ];
}

/** Who is to run the command: neither the service that makes jobs of it nor the role that these act as. */
function askersOf({ principal, proposals }: GrantNote): readonly string[] {
  if (principal !== undefined) return [principal];
  const own = proposals.filter(({ actsElsewhere }) => actsElsewhere !== true);
  return [...new Set(own.flatMap(({ proof }) => proof.map(callerOf)))];
}

function quoted(arn: string): string {
  return `\`${arn}\``;
}

function callerOf({ decision }: GrantProposal["proof"][number]): string {
  const { caller } = decision.request;
  if (caller.kind === "service") return caller.name;
  return "arn" in caller ? caller.arn : caller.kind;
}

function editBlocks(edit: GrantEdit, words: Catalogue): readonly string[] {
  const { after, added, before, document, account } = edit;
  const { grant } = words;
  const isMerged = before.known && before.value !== undefined;
  return [
    `## ${grant.document(document, account)}`,
    ...(before.known ? [] : [grant.beforeUnknown(before.why)]),
    ...(isNewRole(edit) ? [grant.notes.newRole] : []),
    ...(isMerged
      ? [
          grant.note.add,
          fenced("json", added.map(({ text }) => text).join(",\n")),
          grant.note.whole,
        ]
      : [grant.note.alone]),
    fenced("json", after),
  ];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** A fence longer than any in the text (CommonMark 0.31, Fenced code blocks). */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}
