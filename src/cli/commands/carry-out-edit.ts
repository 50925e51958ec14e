import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { applyEdit, type GrantEdit, isNewRole, untilRoleKnown } from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { documentName, keepOld, writeDocument } from "./grant-documents.ts";
import { fileFormatOf } from "./grant-format.ts";
import type { Undertaking } from "./grant-undertaking.ts";

/**
 * Writes a document to `--out`, or with `--apply` to AWS, keeping the one that it replaces; resolves to whether
 * AWS has it now.
 */
export async function carryOutEdit(
  edit: GrantEdit,
  { job, clients, invocation }: Undertaking,
  namesNewRole: boolean,
): Promise<boolean> {
  const { args, terminal, words } = invocation;
  const directory = valueOf(args, "out");
  if (directory !== undefined && fileFormatOf(args) === undefined) {
    const name = `${documentName(edit)}.json`;
    const path = await writeDocument(resolve(terminal.cwd, directory), name, edit.after);
    terminal.err(`${words.grant.wrote(path)}\n`);
  }
  if (!hasFlag(args, "apply") || clients === undefined) return false;
  const document = words.grant.document(edit.document, edit.account);
  if (!edit.before.known) {
    terminal.err(`${words.grant.notApplied(document)}\n`);
    return false;
  }
  if (edit.document.kind === "permissionSet") {
    terminal.err(`${words.grant.notAppliedHere(document)}\n`);
    return false;
  }
  if (edit.before.value !== undefined) await keepOld(edit, edit.before.value, invocation);
  const write = (): ReturnType<typeof applyEdit> => applyEdit(edit, job, clients);
  const { as } = await (namesNewRole
    ? untilRoleKnown(write, (ms) => setTimeout(ms, undefined, { signal: terminal.interrupted }))
    : write());
  const say = sayingOf(edit, words);
  terminal.err(`${say(document, as)}\n`);
  return true;
}

function sayingOf(edit: GrantEdit, { grant }: Catalogue): Catalogue["grant"]["applied"] {
  if (isNewRole(edit)) return grant.roleMade;
  return edit.document.kind === "keyGrant" ? grant.made : grant.applied;
}
