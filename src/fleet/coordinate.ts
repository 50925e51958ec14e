import { randomBytes } from "node:crypto";
import { UsageError } from "../aws/index.ts";
import { NO_COUNTS, type SyncEvent } from "../sync/index.ts";
import type { Coordination } from "./coordination.ts";
import { type FleetRun, PROTOCOL } from "./fleet-run.ts";
import { leadRun } from "./lead-run.ts";
import { copyTask, type Span } from "./range-task.ts";
import { requireOwnKind } from "./require-own-kind.ts";

/** A run, and what it had done before this process led it. */
interface Begun {
  readonly run: FleetRun;
  readonly before: FleetRun["counts"] | undefined;
}

/** Leads a sync that workers do, range by range, and tells what happens as `runSync` does. */
export async function* coordinate(
  coordination: Coordination,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { board, job, ends, signal, permitted } = coordination;
  (await permitted?.())?.();
  if (signal.aborted) return;
  await requireOwnKind(board);
  if (!(await board.claim(job))) throw ledElsewhere();
  try {
    const { run, before } = await begin(coordination);
    const direction = ends.source.kind === "local" ? "upload" : "copy";
    yield { type: "started", run: run.id, direction, ...ends, dryrun: false };
    if (before !== undefined) yield { type: "resumed", run: run.id, before, listsAgain: false };
    yield* leadRun(coordination, run, before);
  } finally {
    await board.release(job);
  }
}

async function begin(coordination: Coordination): Promise<Begun> {
  const { board, job, order, version } = coordination;
  const found = await board.find(job);
  if (found !== undefined) return { run: found, before: found.counts };
  const spans = await spansOf(coordination);
  const id = randomBytes(4).toString("hex");
  const run: FleetRun = {
    ...{ id, job, protocol: PROTOCOL, version, order },
    ...{ phase: "copying", counts: NO_COUNTS, held: 0, ranges: 0, failed: [] },
  };
  await board.turn({ run, opened: spans.map((span) => copyTask(id, span, 0)) });
  return { run, before: undefined };
}

async function spansOf({ board, job, onlyFailed }: Coordination): Promise<readonly Span[]> {
  if (!onlyFailed) return [{}];
  const failed = await board.failedOf(job);
  if (failed.length > 0) return failed;
  throw new UsageError({
    en: "cannot do the ranges that failed: none did in the last run of this command; leave out `--failed-ranges`",
    ja: "失敗した範囲だけを実行することはできません。このコマンドの前回の実行では失敗していません。`--failed-ranges` を外してください",
  });
}

function ledElsewhere(): UsageError {
  return new UsageError({
    en: "cannot lead this run: another process leads it; wait for that one, or stop it",
    ja: "この実行を進められません。別のプロセスが進めています。その終了を待つか、停止してください",
  });
}
