import { readFile } from "node:fs/promises";
import { UsageError } from "../aws/index.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "permission denied",
};

/** Reads a file that somebody named; one that cannot be read is a `UsageError`. */
export async function readTextFile(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UsageError(`cannot read ${what} \`${path}\`: ${REASONS[code] ?? code}`);
  }
}
