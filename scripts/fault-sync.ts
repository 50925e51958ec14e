// Syncs random trees with random flags through random faults, and looks after each run whether anything is lost that the
// run did not name: `npx tsx scripts/fault-sync.ts --runs 1000 --seed 1`. Ends with one line of JSON, and with 1 where a
// run was not as it said. A run that fails is had again with `--runs 1 --seed N`.
import { parseArgs } from "node:util";
import { faultRun, type FaultRun } from "../test/support/fault-run.ts";
import { openFaultStage } from "../test/support/fault-stage.ts";

/** Runs on one lab, so that its data does not grow without end. */
const RUNS_PER_STAGE = 50;

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const [count, first] = [Number(values.runs), Number(values.seed)];
const runs: FaultRun[] = [];
const met = new Map<string, number>();
const faults: unknown[] = [];
for (let done = 0; done < count; done += RUNS_PER_STAGE) {
  const stage = await openFaultStage();
  for (let at = done; at < Math.min(count, done + RUNS_PER_STAGE); at++) {
    const run = await faultRun(stage, first + at);
    runs.push(run);
    for (const problem of run.problems) process.stderr.write(`seed ${run.seed}: ${problem}\n`);
  }
  for (const [fault, times] of stage.proxy.met) met.set(fault, (met.get(fault) ?? 0) + times);
  faults.push(...stage.faults);
  await stage.close();
}
const bad = runs.filter(({ problems }) => problems.length > 0);
const exits = new Map<string, number>();
for (const { exit } of runs) exits.set(`exit ${exit}`, (exits.get(`exit ${exit}`) ?? 0) + 1);
const figures = {
  runs: runs.length,
  seed: first,
  ...Object.fromEntries([...exits].sort()),
  transferred: runs.reduce((sum, { sent }) => sum + sent, 0),
  failed: runs.reduce((sum, { failed }) => sum + failed, 0),
  faults: Object.fromEntries([...met].sort()),
  bad: bad.map(({ seed }) => seed),
};
for (const fault of faults) process.stderr.write(`the lab failed: ${String(fault)}\n`);
const ok = bad.length === 0 && faults.length === 0;
process.stdout.write(`${JSON.stringify({ fault: "sync", ok, ...figures })}\n`);
process.exitCode = ok ? 0 : 1;
