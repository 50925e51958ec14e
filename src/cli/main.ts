#!/usr/bin/env node
import { text } from "node:stream/consumers";
import { GatheredOutput } from "./gathered-output.ts";
import { hasTerminal } from "./has-terminal.ts";
import { keepCompiled } from "./keep-compiled.ts";
import { limitNewSpace } from "./limit-new-space.ts";
import { listenToKeys } from "./listen-to-keys.ts";
import { runCommandLine } from "./run.ts";

keepCompiled(process.env);
limitNewSpace();
const interruption = new AbortController();
process.once("SIGINT", () => {
  interruption.abort();
});
process.once("SIGTERM", () => {
  interruption.abort();
});
// A reader that goes away (`| head`) is no fault of ours: stop quietly, as other Unix tools do, but
// as for Ctrl-C, so that unfinished downloads and uploads are cleared away first.
let hasReader = true;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  hasReader = false;
  interruption.abort();
});

const output = new GatheredOutput((text) => process.stdout.write(text));
process.once("exit", output.flush);

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (words) => {
    output.say(words);
  },
  err: (words) => {
    // On a terminal both are read as one.
    output.flush();
    if (hasReader) process.stderr.write(words);
  },
  bytesIn: () => process.stdin,
  bytesOut: (bytes) =>
    new Promise((resolve, reject) => {
      output.flush();
      process.stdout.write(bytes, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    }),
  readInput: async () => (process.stdin.isTTY ? undefined : await text(process.stdin)),
  env: process.env,
  cwd: process.cwd(),
  interrupted: interruption.signal,
  outIsTerminal: process.stdout.isTTY,
  errIsTerminal: process.stderr.isTTY,
  columns: columnsOf(),
  ...(process.stdin.isTTY && {
    listenToKeys: listenToKeys(
      process.stdin,
      (signal) => process.kill(process.pid, signal),
      hasTerminal,
    ),
  }),
});

/** Some terminals do not say how wide they are. What goes to a file or a program is not wrapped for one. */
function columnsOf(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
}
