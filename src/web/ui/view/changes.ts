import type { GrantEdit } from "../../../access/index.ts";
import { parseArn } from "../../../aws/index.ts";
import type { Decision, Gate, PolicyDocument, StatementEvaluation } from "../../../policy/index.ts";
import type { Answers } from "./answers.ts";
import { type Edits, placeKey, type PolicyEdit, type PolicyPlaceName } from "./edits.ts";
import { grantedDocument, regionFor } from "./granted-document.ts";

/** A policy with another text than before, and whose it is. */
export interface Change extends PolicyPlaceName {
  /** Of those who can make it so. */
  readonly account: string;
  /** Empty where there was no such policy. */
  readonly before: string;
  readonly after: string;
  /** As commands are made of it; absent where what is typed is no policy, and where `grant` writes no such policy. */
  readonly edit?: GrantEdit;
}

/** Decisions without the edits, and the regions of buckets where they are known. */
interface Unchanged {
  readonly decisions: readonly Decision[];
  readonly regions: ReadonlyMap<string, string | undefined>;
}

/** A run's answers without the edits. */
export function withoutEdits({ all, facts }: Answers): Unchanged {
  return {
    decisions: all.map(({ decision }) => decision),
    regions: new Map([...facts.buckets].map(([name, { region }]) => [name, region])),
  };
}

/** What the edits change, account by account. */
export function changesOf(edits: Edits, unchanged: Unchanged): readonly Change[] {
  const gates = unchanged.decisions.flatMap((decision) => decision.gates);
  return [...edits.values()]
    .map((edit) => changeOf(edit, standingOf(edit, gates), unchanged))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0));
}

/** A policy as it is without the edits. */
interface Standing {
  readonly account: string;
  readonly document: PolicyDocument | undefined;
  /** One of its own, which others use too: `grant` writes inline policies only. */
  readonly isManaged: boolean;
}

/** Undefined where there is no such policy. */
function standingOf(edit: PolicyEdit, gates: readonly Gate[]): Standing | undefined {
  const key = placeKey(edit);
  const isHere = ({ ref }: StatementEvaluation): boolean =>
    placeKey({ ...ref, name: ref.policyName }) === key;
  const gate = gates.find(({ statements }) => statements.some(isHere));
  const statement = gate?.statements.find(isHere);
  if (gate === undefined || statement === undefined) return undefined;
  const isManaged = statement.ref.policyArn !== undefined;
  return { account: gate.account, document: statement.document, isManaged };
}

function changeOf(edit: PolicyEdit, standing: Standing | undefined, unchanged: Unchanged): Change {
  const { layer, attachedTo, name, text } = edit;
  const account = standing?.account ?? ownerOf(edit, unchanged);
  const before = standing?.document;
  const made =
    standing?.isManaged === true ? undefined : grantEdit(edit, { account, before }, unchanged);
  return {
    ...{ layer, attachedTo, name, account },
    before: before?.text ?? "",
    after: text,
    ...(made && { edit: made }),
  };
}

interface Was {
  readonly account: string;
  readonly before: PolicyDocument | undefined;
}

/** Undefined as long as what is typed is no policy, and for policies that `grant` does not write. */
function grantEdit(
  edit: PolicyEdit,
  { account, before }: Was,
  { regions }: Unchanged,
): GrantEdit | undefined {
  const document = grantedDocument(edit);
  const after = edit.document;
  if (document === undefined || after?.text !== edit.text) return undefined;
  const region = regionFor(document, (bucket) => regions.get(bucket));
  const sids = new Set(before?.statements.map(({ sid }) => sid));
  return {
    account,
    document,
    ...(region !== undefined && { region }),
    before: { known: true, value: before?.text, from: edit.name },
    after: edit.text,
    added: after.statements
      .filter(({ sid }) => !sids.has(sid))
      .map(({ sid = "" }) => ({ sid, text: "", necessary: true, spare: [] })),
    dropped: [],
    opens: [],
  };
}

/** Whose a policy would be that is not there yet. */
function ownerOf({ attachedTo }: PolicyEdit, { decisions }: Unchanged): string {
  const inArn = parseArn(attachedTo)?.account ?? "";
  if (inArn !== "") return inArn;
  const onIt = decisions.find(
    ({ request: { resource } }) => resource === attachedTo || resource.startsWith(`${attachedTo}/`),
  );
  return onIt?.request.resourceAccount ?? "unknown";
}
