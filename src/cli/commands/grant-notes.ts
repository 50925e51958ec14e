import {
  type GrantEdit,
  type GrantFile,
  grantFiles,
  type GrantOrder,
  type GrantProposal,
  type PlannedGrant,
  rolesFirst,
} from "../../app/index.ts";
import { valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { grantLine, sluiceLine } from "../render/command-line.ts";
import { renderGrantNote } from "../render/render-grant-note.ts";

/** What notes are made of. */
interface NoteQuestion {
  readonly proposals: readonly PlannedGrant[];
  readonly order: GrantOrder;
  readonly invocation: Invocation;
  /** The size from which on objects are left out. */
  readonly smallerThan: number | undefined;
}

/** A note for each account whose people must act. */
export function grantNotes(question: NoteQuestion): readonly GrantFile[] {
  const { proposals, order, invocation, smallerThan } = question;
  const { args, words } = invocation;
  const refusals = proposals.flatMap((proposal) => proposal.refusals);
  const accounts = [...order.edits.map(accountOf), ...refusals.flatMap(accountsOf)];
  const scripts = grantFiles("cli", order);
  return [...new Set(accounts)].map((account) => {
    const edits = order.edits.filter((edit) => edit.account === account);
    const text = renderGrantNote(
      {
        account,
        principal: valueOf(args, "principal"),
        edits,
        refusals: refusals.filter((refusal) => accountsOf(refusal).includes(account)),
        proposals,
        smallerThan,
        jobsRole: valueOf(args, "batch-role"),
        rolesFirst: rolesFirst(order, account),
        script: scripts.find(({ name }) => name.includes(account))?.text ?? "",
        run: sluiceLine(args, valueOf(args, "for") ?? "sync"),
        revoke: grantLine(args, ["--revoke", "--apply"]),
      },
      words,
    );
    return { name: `sluice-grant-${account}.md`, text };
  });
}

function accountOf({ account }: GrantEdit): string {
  return account;
}

function accountsOf(refusal: GrantProposal["refusals"][number]): readonly string[] {
  return "account" in refusal ? [refusal.account] : [];
}
