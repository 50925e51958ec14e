import { existsSync, rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "./sync/judge.ts";
import { describeMachine } from "./sync/machine.ts";
import { measureStart } from "./sync/measure-start.ts";
import { openBed } from "./sync/open-bed.ts";
import { type BenchOptions, readOptions, USAGE } from "./sync/options.ts";
import { closingLine, figureLines, tableOf } from "./sync/report.ts";
import type { ScenarioResult } from "./sync/result.ts";
import { runScenario } from "./sync/run-scenario.ts";
import { startTlsFront } from "./sync/tls-front.ts";
import { findPeers } from "./sync/tools/find-tools.ts";
import { installS3SyncClient } from "./sync/tools/s3-sync-client.ts";
import { sluice } from "./sync/tools/sluice.ts";

const BESIDE = join(import.meta.dirname, "..", "..", "shared", "bench");

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

async function measure(options: BenchOptions, folder: string): Promise<void> {
  const machine = describeMachine();
  if (options.installPeers) await installS3SyncClient();
  const { peers, absent } = await findPeers(options.peers);
  const bed = await openBed(options.server, folder);
  const needsTls = options.scenarios.some(({ https }) => https);
  const front = needsTls ? await startTlsFront(bed.access.url, folder) : undefined;
  const ours = { command: options.sluice, profileTo: options.profileTo };
  const tools = [sluice(ours, "this"), ...peers];
  say([
    `on ${machine}`,
    `against ${bed.says}${front === undefined ? "" : `; through TLS by ${front.says}, which is part of that limit`}`,
    `peers: ${peers.map(({ name, version }) => `${name} ${version}`).join(", ") || "none"}`,
    ...(absent.length === 0 ? [] : [`not here: ${absent.join(", ")}`]),
    `medians of ${options.runs}, peers that take over 15 s once, stopped after ${options.capSeconds} s`,
    "",
  ]);
  try {
    const start = await measureStart(ours, { bed, folder });
    const results: ScenarioResult[] = [];
    for (const scenario of options.scenarios) {
      const result = await runScenario(scenario, {
        bed,
        front,
        tools,
        scratch: options.scratch ?? folder,
        folder,
        runs: options.runs,
        capSeconds: options.capSeconds,
        tell: (line) => process.stderr.write(`${line}\n`),
      });
      results.push(result);
      say(tableOf(result));
    }
    const figures = [...start.figures, ...judge(results, start.cpuSeconds)];
    say([...figureLines(figures), "", closingLine(results, figures, machine)]);
  } finally {
    await front?.stop();
    await bed.stop();
  }
}

/** Files of a run lie in memory where that can be: a disk would be the limit. */
function scratchParent(named: string | undefined): string {
  return named ?? (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());
}

const options = readOptions(process.argv.slice(2), {
  env: process.env,
  sourceAtHand: existsSync(join(BESIDE, "s3bench.cpp")) ? BESIDE : undefined,
});
if (options === USAGE) process.stdout.write(USAGE);
else if (typeof options === "string") {
  process.stderr.write(`${options}\n`);
  process.exitCode = 2;
} else {
  const parent = scratchParent(options.scratch);
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "sluice-bench-"));
  // However it ends: servers and tools that still run are stopped at the exit as well.
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => process.exit(130));
  }
  await measure(options, folder);
}
