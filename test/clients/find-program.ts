import { execFile } from "node:child_process";
import { promisify } from "node:util";

interface Program {
  readonly file: string;
  readonly words?: readonly string[];
  /** What its answer must have, to be the program that is meant. */
  readonly says: RegExp;
}

/** Why a program cannot be run; undefined when it answers as it should. */
export async function absenceOf(program: Program): Promise<string | undefined> {
  const { file, words = ["--version"], says } = program;
  try {
    const { stdout, stderr } = await promisify(execFile)(file, words);
    const answer = stdout + stderr;
    return says.test(answer) ? undefined : `\`${file}\` is another: ${answer.trim()}`;
  } catch {
    return `\`${[file, ...words].join(" ")}\` cannot be run`;
  }
}
