import { randomBytes } from "node:crypto";
import { type Sentence, UsageError } from "../aws/index.ts";
import { NO_COUNTS, type SyncEvent } from "../sync/index.ts";
import type { Coordination } from "./coordination.ts";
import { doneAfterStop } from "./end-run.ts";
import type { FleetRun } from "./fleet-run.ts";
import { ledElsewhere } from "./led-elsewhere.ts";
import { requireLead } from "./require-lead.ts";
import { leadRun } from "./lead-run.ts";
import { firstSpans } from "./first-spans.ts";
import { copyTask, type Span } from "./range-task.ts";
import { requireOwnVersion, whyNotTogether } from "./require-own-version.ts";
import { writingKind } from "./wire-event.ts";

/** A run, and what it had done before this process led it. */
interface Begun {
  readonly run: FleetRun;
  readonly before: FleetRun["counts"] | undefined;
}

/** Leads a sync that workers do, range by range, and tells what happens as `runSync` does. */
export async function* coordinate(
  coordination: Coordination,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, ends, signal, permitted, version, goesOnWith } = coordination;
  (await permitted?.())?.();
  if (signal.aborted) {
    yield* stopBefore(coordination);
    return;
  }
  await requireOwnVersion(board, version);
  // One that goes on keeps its name, also where others act for it now.
  const job =
    goesOnWith === undefined ? coordination.job : (await unfinished(coordination, goesOnWith)).job;
  if (!(await board.claim(job))) throw ledElsewhere();
  try {
    const begun = await (goesOnWith === undefined ? begin : goOn)(coordination);
    if (begun === undefined) {
      yield* stopBefore(coordination);
      return;
    }
    const { run, before } = begun;
    yield { type: "started", run: run.id, direction: writingKind(ends), ...ends, dryrun: false };
    if (before !== undefined) yield { type: "resumed", run: run.id, before, listsAgain: false };
    yield* leadRun(coordination, run, before);
  } finally {
    await board.release(job);
  }
}

/** The end of a run that was stopped before there was one. */
function* stopBefore(coordination: Coordination): Generator<SyncEvent, void, undefined> {
  yield { type: "cancelled" };
  yield doneAfterStop(coordination, NO_COUNTS, undefined);
}

/** Nothing where it has been stopped meanwhile. */
async function begin(coordination: Coordination): Promise<Begun | undefined> {
  const { board, job, command, order, version, onlyFailed, signal } = coordination;
  const spans = await spansOf(coordination);
  if (signal.aborted) return undefined;
  const id = randomBytes(4).toString("hex");
  const run: FleetRun = {
    ...{ id, job, version, command, order, onlyFailed },
    ...{ phase: "copying", counts: NO_COUNTS, held: 0, failed: [] },
  };
  const opened = spans.map((span) => copyTask(id, span));
  requireLead(await board.turn({ run, opened }), id);
  return { run, before: undefined };
}

/** Others may act from now on, and at another speed. */
async function goOn(coordination: Coordination): Promise<Begun> {
  const { board, order, goesOnWith = "" } = coordination;
  // Read only now: until its job was claimed another process may have gone on with it.
  const run = { ...(await unfinished(coordination, goesOnWith)), order };
  requireLead(await board.turn({ run, opened: [] }), run.id);
  return { run, before: run.counts };
}

async function unfinished({ board, version }: Coordination, id: string): Promise<FleetRun> {
  const run = await board.load(id);
  if (run === undefined) {
    throw new UsageError({
      en: `cannot resume run \`${id}\`: Redis knows no unfinished run of this name`,
      ja: `実行 \`${id}\` を再開できません。その名前の終わっていない実行は Redis にありません`,
    });
  }
  const reason = whyNotTogether(run, version);
  if (reason !== undefined) throw reason;
  return run;
}

async function spansOf(coordination: Coordination): Promise<readonly Span[]> {
  const { board, job, onlyFailed } = coordination;
  if (!onlyFailed) return firstSpans(coordination);
  const failed = await board.failedOf(job);
  if (failed.length > 0) return failed;
  throw new UsageError(NONE_FAILED);
}

const NONE_FAILED: Sentence = {
  en: "cannot do the ranges that failed: none did in the last run of this command; leave out `--failed-ranges`",
  ja: "失敗した範囲だけを実行することはできません。このコマンドの前回の実行では失敗していません。`--failed-ranges` を外してください",
};
