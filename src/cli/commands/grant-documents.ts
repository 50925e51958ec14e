import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GrantEdit, makeDirectory, stateDirectory, subjectOf } from "../../app/index.ts";
import type { Invocation } from "../command.ts";

/** What a document of somebody's is, wherever its text comes from. */
type DocumentPlace = Pick<GrantEdit, "account" | "document">;

/** Keeps a text that is about to be replaced, under a name that no later one takes. */
export async function keepOld(
  place: DocumentPlace,
  text: string,
  { terminal, words }: Invocation,
): Promise<void> {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const name = `${documentName(place)}.${digest}.json`;
  const path = await writeDocument(replacedPolicies(terminal.env), name, text);
  terminal.err(`${words.grant.keptBefore(path)}\n`);
}

/** The name of a file for a document, without its ending. */
export function documentName({ account, document }: DocumentPlace): string {
  return `${account}-${document.kind}-${subjectOf(document)}`;
}

/** Writes a file into a directory, which is made where it is not there; resolves to its path. */
export async function writeDocument(
  directory: string,
  name: string,
  text: string,
): Promise<string> {
  makeDirectory(directory);
  const path = join(directory, name);
  await writeFile(path, text.endsWith("\n") ? text : `${text}\n`);
  return path;
}

/** In the user's state, or here where nobody says where that is. */
function replacedPolicies(env: Readonly<Record<string, string | undefined>>): string {
  return join(stateDirectory(env) ?? ".sluice", "replaced-policies");
}
