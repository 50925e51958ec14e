import { setTimeout as delay } from "node:timers/promises";
import type { Bed } from "./bed.ts";
import type { AfterRun, BenchCase, CaseGround } from "./cases/bench-case.ts";
import { caseOf } from "./cases/case-of.ts";
import { measureCommand } from "./measure-command.ts";
import type { Outcome, Sample, ScenarioResult } from "./result.ts";
import type { Placement, Scenario } from "./scenario.ts";
import type { TlsFront } from "./tls-front.ts";
import type { Task, Tool } from "./tools/tool.ts";
import type { Transfer } from "./transfer.ts";

/** What all scenarios share. */
export interface Bench {
  readonly bed: Bed;
  readonly front: TlsFront | undefined;
  readonly tools: readonly Tool[];
  readonly scratch: string;
  /** For the tools' settings, and their home. */
  readonly folder: string;
  readonly runs: number;
  readonly capSeconds: number;
  /** Tells of each run as it ends. */
  readonly tell: (line: string) => void;
}

const NEAR: Placement = { latencyMs: 0, connectionMbps: 0, copyMbps: 0 };
const SLOW_SECONDS = 15;
const LARGE_BYTES = 2 ** 28;

/** Runs every tool that can do a scenario, by turns, so that what else the machine does hits all. */
export async function runScenario(scenario: Scenario, bench: Bench): Promise<ScenarioResult> {
  const refused = await bench.bed.place(scenario.place);
  if (refused !== undefined) return { scenario, entries: [], skipped: refused };
  const ground = { bed: bench.bed, scenario, scratch: bench.scratch };
  const first = await caseOf(scenario.kind).prepare(ground);
  if (typeof first === "string") return { scenario, entries: [], skipped: first };
  const outcomes = new Map<Tool, Outcome | undefined>();
  for (const tool of bench.tools) {
    const command = await tool.commandFor(taskOf(first, ground, bench));
    if (command !== undefined) outcomes.set(tool, undefined);
  }
  if (isForgetful(scenario)) await runAll(outcomes, { ground, bench, run: 0 });
  for (let run = 1; run <= bench.runs; run++) await runAll(outcomes, { ground, bench, run });
  await bench.bed.place(NEAR);
  const entries = [...outcomes].flatMap(([tool, outcome]) =>
    outcome === undefined ? [] : [{ tool, outcome }],
  );
  return { scenario, entries };
}

/** Whether the server need not keep what it is sent: storing a gigabyte takes it as long as to receive it. */
function isForgetful({ kind, bytesEach }: Scenario): boolean {
  return kind === "up" && bytesEach >= LARGE_BYTES;
}

/** One run of each tool; run 0 is not timed: it proves that the bytes arrive which later runs let go. */
async function runAll(outcomes: Map<Tool, Outcome | undefined>, round: Round): Promise<void> {
  const { ground, bench, run } = round;
  for (const [tool, before] of outcomes) {
    if (isOver(before, tool)) continue;
    const now = await runOnce(tool, round);
    bench.tell(`${ground.scenario.name} ${tool.name} ${run}: ${lineOf(now)}`);
    outcomes.set(tool, run === 0 && now.kind === "measured" ? before : withRun(before, now));
  }
}

/** A slow peer is measured once; ours always as often as was asked for. */
function isOver(outcome: Outcome | undefined, { family }: Tool): boolean {
  if (outcome === undefined) return false;
  if (outcome.kind !== "measured") return true;
  return family !== "sluice" && outcome.samples.some(({ seconds }) => seconds > SLOW_SECONDS);
}

function withRun(before: Outcome | undefined, now: Outcome): Outcome {
  if (before?.kind !== "measured" || now.kind !== "measured") return now;
  return { kind: "measured", samples: [...before.samples, ...now.samples] };
}

function lineOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case "measured":
      return `${outcome.samples[0]?.seconds.toFixed(2) ?? "?"} s`;
    case "capped":
      return `stopped after ${outcome.seconds} s`;
    case "failed":
      return `failed: ${outcome.reason}`;
  }
}

interface Round {
  readonly ground: CaseGround;
  readonly bench: Bench;
  readonly run: number;
}

async function runOnce(tool: Tool, { ground, bench, run }: Round): Promise<Outcome> {
  const { bed, scenario } = ground;
  const benchCase = caseOf(scenario.kind);
  await bed.place(NEAR);
  const bytes = await bed.keepBytes(run === 0 || !isForgetful(scenario));
  const transfer = await benchCase.prepare(ground);
  if (typeof transfer === "string") return { kind: "failed", reason: transfer };
  const command = await tool.commandFor(taskOf(transfer, ground, bench));
  if (command === undefined) return { kind: "failed", reason: "it cannot do this" };
  await bed.place(scenario.place);
  await bed.countAnew();
  const life = await measureCommand(command, bench.capSeconds);
  if (life.capped) {
    await bed.place(NEAR);
    // Let the server notice that nobody listens any more.
    await delay(500);
    return { kind: "capped", seconds: bench.capSeconds };
  }
  const counts = await bed.counts();
  await bed.place(NEAR);
  if (life.exitCode !== 0) {
    return { kind: "failed", reason: `it ended with ${life.exitCode}: ${life.output.trim()}` };
  }
  const undone = await reasonOf(benchCase, ground, { transfer, counts, bytes });
  if (undone !== undefined) return { kind: "failed", reason: undone };
  const sample: Sample = {
    seconds: life.seconds,
    cpuSeconds: life.cpuSeconds,
    peakMb: life.peakMb,
    serverCpuSeconds: counts?.cpuSeconds,
    operations: counts?.operations,
  };
  return { kind: "measured", samples: [sample] };
}

/** Why a run is no run: it ended well and did not do its work. */
async function reasonOf(
  benchCase: BenchCase,
  ground: CaseGround,
  after: AfterRun,
): Promise<string | undefined> {
  try {
    await benchCase.verify(ground, after);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function taskOf(transfer: Transfer, { bed, scenario }: CaseGround, bench: Bench): Task {
  const { front, folder } = bench;
  const { url, region, credentials } = bed.access;
  const through = scenario.https ? front : undefined;
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    LANG: "C.UTF-8",
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    scenario,
    transfer,
    url: through?.url ?? url,
    access: bed.access,
    folder,
    caFile: through?.caFile,
    env,
  };
}
