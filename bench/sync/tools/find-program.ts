import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** A program that answered what it is. */
export interface Program {
  readonly file: string;
  readonly version: string;
}

/** All files on the PATH that a name means, the one that an environment variable names first. */
export async function filesNamed(
  name: string,
  named: string | undefined,
): Promise<readonly string[]> {
  const candidates = [
    ...(named === undefined || named === "" ? [] : [named]),
    ...(process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)),
  ];
  const found: string[] = [];
  for (const file of new Set(candidates)) {
    try {
      await access(file, constants.X_OK);
      found.push(file);
    } catch {
      // Not here.
    }
  }
  return found;
}

/** The version in a program's answer; undefined when it is not what is meant. */
export async function askVersion(
  file: string,
  { words, says }: { readonly words: readonly string[]; readonly says: RegExp },
): Promise<Program | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, words);
    const version = says.exec(stdout + stderr)?.[1];
    return version === undefined ? undefined : { file, version };
  } catch {
    return undefined;
  }
}

/** The first file of a name that answers as it should. */
export async function findProgram(
  name: string,
  named: string | undefined,
  question: { readonly words: readonly string[]; readonly says: RegExp },
): Promise<Program | undefined> {
  for (const file of await filesNamed(name, named)) {
    const program = await askVersion(file, question);
    if (program !== undefined) return program;
  }
  return undefined;
}
