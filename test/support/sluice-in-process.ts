import { Readable } from "node:stream";
import { runCommandLine } from "../../src/cli/run.ts";

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line of sluice in this process, in English, and resolves when it ends. */
export async function sluiceInProcess(
  words: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** What comes by standard input. */
    readonly input?: string;
    readonly interrupted?: AbortSignal;
    /** How wide the terminal is; undefined where there is none. */
    readonly columns?: number;
    readonly onOutput?: (text: string) => void;
    /** Makes of standard error a terminal where somebody presses keys. */
    readonly onListening?: (press: (key: string) => void) => void;
  } = {},
): Promise<Ran> {
  const { cwd = process.cwd(), env = {}, onOutput, onListening } = options;
  let stdout = "";
  let stderr = "";
  const exit = await runCommandLine(words, {
    out: (text) => {
      stdout += text;
      onOutput?.(text);
    },
    err: (text) => {
      stderr += text;
    },
    readInput: () => Promise.resolve(options.input),
    bytesIn: () => Readable.from([]),
    bytesOut: () => Promise.resolve(),
    env: { LANG: "en_US.UTF-8", ...env },
    cwd,
    interrupted: options.interrupted ?? new AbortController().signal,
    outIsTerminal: false,
    columns: options.columns,
    errIsTerminal: onListening !== undefined,
    listenToKeys:
      onListening &&
      ((onKey) => {
        onListening(onKey);
        return () => undefined;
      }),
  });
  return { exit, stdout, stderr };
}
