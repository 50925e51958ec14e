import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { DELAY_MS, measureCollecting } from "./check/measure-collecting.ts";
import { measureJudging } from "./check/measure-judging.ts";
import { RUNS } from "./check/timed.ts";
import { describeMachine } from "./sync/machine.ts";
import { figureLines } from "./sync/report.ts";

const machine = describeMachine();
const folder = await mkdtemp(join(tmpdir(), "sluice-bench-check-"));
try {
  const judged = await measureJudging(folder);
  const collected = await measureCollecting(folder);
  const figures = [...collected, ...judged];
  const missed = figures.filter(({ met }) => met === false).map(({ name }) => name);
  const lines = [
    `facts of two buckets in two accounts, ${DELAY_MS} ms for each call; a check on a world file; medians of ${RUNS}:`,
    ...figureLines(figures),
    `${machine}, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
    JSON.stringify({
      bench: "check",
      ok: missed.length === 0,
      machine,
      missed,
      figures: Object.fromEntries(figures.map(({ name, ...figure }) => [name, figure])),
    }),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
} finally {
  await rm(folder, { recursive: true });
}
