import { Readable } from "node:stream";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { runCommandLine } from "../../src/cli/run.ts";

interface LintRun {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The files as they are afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs `sluice lint` on files of a directory of its own. */
export async function runLint(
  files: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<LintRun> {
  const cwd = await mkdtemp(join(tmpdir(), "sluice-lint-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), text);
    }
    const out: string[] = [];
    const err: string[] = [];
    const exit = await runCommandLine(["lint", ...words], {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      readInput: () => Promise.resolve(undefined),
      bytesIn: () => Readable.from([]),
      bytesOut: () => Promise.resolve(),
      env: {},
      cwd,
      interrupted: new AbortController().signal,
      outIsTerminal: false,
      errIsTerminal: false,
    });
    const after: Record<string, string> = {};
    for (const name of Object.keys(files)) after[name] = await readFile(join(cwd, name), "utf8");
    return { exit, stdout: out.join(""), stderr: err.join(""), files: after };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
