import {
  confirmGrant,
  type GrantChoices,
  type GrantProposal,
  isNewRole,
  planGrant,
  sizesForGrant,
} from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { grantLine } from "../render/command-line.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderProof, renderProposal } from "../render/render-grant.ts";
import { sizeWords } from "../render/size-words.ts";
import { wrapLine } from "../render/wrap-text.ts";
import { carryOutEdit } from "./carry-out-edit.ts";
import { isJson } from "./grant-format.ts";
import { filesFor, printOrWrite } from "./grant-output.ts";
import type { Undertaking } from "./grant-undertaking.ts";
import { verdictExitCode } from "./verdict-exit-code.ts";

/** Whom `--principal-style` lets in. */
export const PRINCIPAL_STYLES = ["role", "pattern", "account", "organization"] as const;

/** What `--large-objects` can be. */
export const LARGE_OBJECTS = ["some", "none", "seen"] as const;

/** Proposes the smallest change and proves it; with `--apply`, makes it. */
export async function makeGrant(undertaking: Undertaking): Promise<number> {
  const { job, on, invocation } = undertaking;
  const { args } = invocation;
  const choices = await choicesOf(undertaking);
  const proposals = await planGrant(job, on, choices);
  const smallerThan = smallerThanOf(choices.sizes);
  const files = await filesFor(proposals, undertaking, smallerThan);
  const isPrinted = files.length > 0 && valueOf(args, "out") === undefined;
  await printOrWrite(files, isPrinted, invocation);
  const makesRole = proposals.some(({ edits }) => edits.some(isNewRole));
  let applied = 0;
  const told = isJson(args) ? proposals : worthTelling(proposals);
  for (const proposal of proposals) {
    if (told.includes(proposal)) show(proposal, isPrinted, invocation);
    for (const edit of proposal.edits) {
      applied += (await carryOutEdit(edit, undertaking, makesRole)) ? 1 : 0;
    }
  }
  tellSmallerThan(smallerThan, isPrinted, invocation);
  if (!isPrinted && !isJson(args)) tellHowToApply(proposals, undertaking);
  const exitCode = exitCodeOf(proposals);
  return applied > 0 && exitCode === ExitCode.done ? confirm(undertaking, choices) : exitCode;
}

async function choicesOf({ job, on, invocation }: Undertaking): Promise<GrantChoices> {
  const { args, terminal } = invocation;
  const style = valueOf(args, "principal-style");
  const large = LARGE_OBJECTS.find((one) => one === valueOf(args, "large-objects")) ?? "some";
  return {
    sizes: await sizesForGrant(large, job, { on, signal: terminal.interrupted }),
    principalStyle: PRINCIPAL_STYLES.find((one) => one === style) ?? "role",
    dropsOrphans: hasFlag(args, "drop-orphans"),
    keyGrants: hasFlag(args, "key-grants"),
  };
}

/** The size from which on objects are left out; undefined where none are. */
function smallerThanOf(sizes: GrantChoices["sizes"]): number | undefined {
  return sizes?.isWhole === true && sizes.large === 0 ? sizes.threshold : undefined;
}

/** That nothing is lacking is said once, and only where nobody lacks anything. */
function worthTelling(proposals: readonly GrantProposal[]): readonly GrantProposal[] {
  const some = proposals.filter((proposal) => !isOfNothing(proposal));
  return some.length === 0 ? proposals.slice(0, 1) : some;
}

function isOfNothing({ edits, refusals, proof }: GrantProposal): boolean {
  const essential = proof.filter(({ need }) => need.essential);
  const isAllowed = essential.every(({ outcome }) => outcome === "allowed");
  return edits.length === 0 && refusals.length === 0 && isAllowed;
}

/** What was proved on facts is asked of AWS once it is made. */
async function confirm(
  { job, clients, invocation }: Undertaking,
  { sizes }: GrantChoices,
): Promise<number> {
  const { terminal, words } = invocation;
  // Of somebody else nobody here can ask AWS.
  if (clients === undefined || job.identities.principal !== undefined) return ExitCode.done;
  const verdict = await confirmGrant(job, clients, { sizes, signal: terminal.interrupted });
  terminal.err(`${words.grant.confirmed(verdict)}\n`);
  return verdictExitCode(verdict);
}

function tellSmallerThan(
  size: number | undefined,
  isPrinted: boolean,
  { args, terminal, words }: Invocation,
): void {
  if (size === undefined || isJson(args)) return;
  const lines = wrapLine(words.grant.smallerThan(sizeWords(size)), terminal.columns);
  const tell = isPrinted ? terminal.err : terminal.out;
  tell(`${lines.join("\n")}\n`);
}

function tellHowToApply(
  proposals: readonly GrantProposal[],
  { clients, invocation: { args, terminal, words } }: Undertaking,
): void {
  const edits = proposals.flatMap((proposal) => proposal.edits);
  if (clients === undefined || hasFlag(args, "apply") || edits.length === 0) return;
  const isOwnerMissing = edits.some(
    ({ account, before }) => account === "unknown" || !before.known,
  );
  const owner = isOwnerMissing ? ["--owner-profile", "PROFILE"] : [];
  terminal.out(`${words.grant.toApply(grantLine(args, [...owner, "--apply"]))}\n`);
}

/** What a file format has no place for is told beside it. */
function show(
  proposal: GrantProposal,
  isPrinted: boolean,
  { args, terminal, words }: Invocation,
): void {
  if (isJson(args)) terminal.out(jsonLine("grant", { ...proposal }));
  else if (isPrinted)
    terminal.err(`${renderProof(proposal, words, terminal.columns).join("\n")}\n`);
  else terminal.out(`${renderProposal(proposal, words, terminal.columns).join("\n")}\n`);
}

/** 0 when every need is proved allowed, 3 when one stays denied, 4 when one could not be judged. */
function exitCodeOf(proposals: readonly GrantProposal[]): number {
  const outcomes = proposals.flatMap(({ proof }) =>
    proof.filter(({ need }) => need.essential).map(({ outcome }) => outcome),
  );
  if (outcomes.includes("denied")) return ExitCode.denied;
  return outcomes.includes("unproved") ? ExitCode.unknown : ExitCode.done;
}
