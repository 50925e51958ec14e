import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJournal } from "../../src/sync/journal/read-journal.ts";
import type { Destination, Kind, KillStage, Running, Tree } from "./kill-stage.ts";

/** What came of killing one run, and perhaps those that went on with it. */
export interface Round {
  readonly kills: number;
  /** Processes that were done before they were killed. */
  readonly tooLate: number;
  /** Kills that left a journal to go on with. */
  readonly resumed: number;
  readonly problems: readonly string[];
}

/** How a round is played. */
export interface RoundPlan {
  readonly kind: Kind;
  readonly name: string;
  /** How often to kill: the first process, and then those that go on. */
  readonly kills: number;
  /** Whether the run deletes. */
  readonly deletes: boolean;
  /** Milliseconds from the first change until the next kill. */
  readonly delay: () => number;
}

/** Kills runs at given moments, looks at what is visible each time, and has the last one finish. */
export async function playRound(stage: KillStage, plan: RoundPlan): Promise<Round> {
  const destination = await stage.destination(plan.kind, plan.name);
  const words = [
    "sync",
    ...destination.words,
    ...(plan.deletes ? ["--delete", "--max-delete", "9"] : []),
  ];
  const problems: string[] = [];
  let [kills, tooLate, resumed] = [0, 0, 0];
  let next: readonly string[] = words;
  for (let at = 0; at < plan.kills; at++) {
    const running = stage.start(next);
    await hasBegun(stage, running);
    await Promise.race([sleep(plan.delay()), running.exit]);
    running.kill();
    if ((await running.exit) === null) kills++;
    else tooLate++;
    problems.push(...(await wrongIn(destination, stage.source)));
    const goesOn = await isResumable(stage);
    if (goesOn) resumed++;
    next = goesOn ? ["sync", "--resume"] : words;
  }
  const last = stage.start(next);
  const exit = await last.exit;
  if (exit !== 0) problems.push(`the last run ended with ${String(exit)}: ${last.said()}`);
  problems.push(...(await unfinishedIn(stage, destination, plan)));
  return {
    kills,
    tooLate,
    resumed,
    problems: problems.map((one) => `${plan.name} (${plan.kind}): ${one}`),
  };
}

/** How long a run that nobody kills takes from its first change on. */
export async function measureRound(stage: KillStage, kind: Kind): Promise<number> {
  const destination = await stage.destination(kind, `whole-${kind}`);
  const running = stage.start(["sync", ...destination.words]);
  await hasBegun(stage, running);
  const startedMs = performance.now();
  const exit = await running.exit;
  if (exit !== 0)
    throw new Error(`a run that nobody kills ended with ${String(exit)}: ${running.said()}`);
  return performance.now() - startedMs;
}

/** Resolves when a run keeps a journal or tells of something: much of its time it has been loading. */
async function hasBegun(stage: KillStage, running: Running): Promise<void> {
  const { exit, said, pid } = running;
  const over = new AbortController();
  void exit.then(() => {
    over.abort();
  });
  while (!over.signal.aborted && said() === "" && !(await isLockedBy(stage, pid))) await sleep(5);
}

async function isLockedBy(stage: KillStage, pid: number): Promise<boolean> {
  for (const name of (await stateOf(stage)).filter((one) => one.endsWith(".lock"))) {
    const text = await readFile(join(directoryOf(stage), name), "utf8").catch(() => "");
    if (text.startsWith(`{"pid":${pid},`)) return true;
  }
  return false;
}

/** Each visible entry must be the old one or the new one, whole; nothing goes before all is there. */
async function wrongIn({ old, read }: Destination, source: Tree): Promise<readonly string[]> {
  const seen = await read();
  const problems: string[] = [];
  for (const [key, sum] of seen) {
    if (sum !== old.get(key) && sum !== source.get(key))
      problems.push(`\`${key}\` is neither old nor new`);
  }
  const isDone = [...source].every(([key, sum]) => seen.get(key) === sum);
  for (const key of old.keys()) {
    const mayBeGone = isDone && !source.has(key);
    if (!seen.has(key) && !mayBeGone) problems.push(`\`${key}\` is gone`);
  }
  return problems;
}

async function unfinishedIn(
  stage: KillStage,
  { old, read, leftovers }: Destination,
  { deletes }: RoundPlan,
): Promise<readonly string[]> {
  const kept = [...old].filter(([key]) => !stage.source.has(key) && !deletes);
  const wanted = new Map([...stage.source, ...kept]);
  const seen = await read();
  const problems: string[] = [];
  for (const key of new Set([...wanted.keys(), ...seen.keys()])) {
    if (seen.get(key) !== wanted.get(key))
      problems.push(`\`${key}\` is not as it should be in the end`);
  }
  for (const one of await leftovers()) problems.push(`left behind: ${one}`);
  for (const one of await journalsOf(stage)) problems.push(`left behind: ${one}`);
  return problems;
}

async function journalsOf(stage: KillStage): Promise<readonly string[]> {
  return (await stateOf(stage)).filter((name) => name.endsWith(".jsonl"));
}

/** A run that was killed as it made its journal, or as it removed it, left nothing to go on with. */
async function isResumable(stage: KillStage): Promise<boolean> {
  for (const name of await journalsOf(stage)) {
    const found = await readJournal(join(directoryOf(stage), name));
    if (found?.state.hasEnded === false) return true;
  }
  return false;
}

function stateOf(stage: KillStage): Promise<readonly string[]> {
  return readdir(directoryOf(stage)).catch(() => []);
}

function directoryOf({ home }: KillStage): string {
  return join(home, ".local", "state", "sluice");
}
