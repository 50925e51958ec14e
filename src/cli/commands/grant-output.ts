import { resolve } from "node:path";
import {
  type GrantFile,
  grantFiles,
  joinEdits,
  ownerProfiles,
  type PlannedGrant,
} from "../../app/index.ts";
import { type Arguments, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { writeDocument } from "./grant-documents.ts";
import { fileFormatOf } from "./grant-format.ts";
import { grantNotes } from "./grant-notes.ts";
import type { Undertaking } from "./grant-undertaking.ts";

/** The files that `--format` asks for; none where it asks for none. */
export async function filesFor(
  proposals: readonly PlannedGrant[],
  { job, on, invocation }: Undertaking,
  smallerThan: number | undefined,
): Promise<readonly GrantFile[]> {
  const { args, words } = invocation;
  const format = fileFormatOf(args);
  if (format === undefined) return [];
  const order = {
    edits: joinEdits(proposals.flatMap(({ edits }) => edits)),
    profiles: await ownerProfiles(job, on),
    endpointUrl: job.identities.endpointUrl,
    notes: { document: words.grant.document, ...words.grant.notes },
  };
  return format === "markdown"
    ? grantNotes({ proposals, order, invocation, smallerThan })
    : grantFiles(format, order);
}

/** Prints files, or writes them to `--out`. */
export async function printOrWrite(
  files: readonly GrantFile[],
  isPrinted: boolean,
  { args, terminal, words }: Invocation,
): Promise<void> {
  if (isPrinted) {
    terminal.out(files.map(({ text }) => text).join(betweenFiles(args)));
    return;
  }
  const directory = resolve(terminal.cwd, valueOf(args, "out") ?? ".");
  for (const { name, text } of files) {
    terminal.err(`${words.grant.wrote(await writeDocument(directory, name, text))}\n`);
  }
}

/** In YAML one document ends where the next begins. */
function betweenFiles(args: Arguments): string {
  return valueOf(args, "format") === "cloudformation" ? "---\n" : "\n";
}
