import type { Redis } from "ioredis";
import type { FleetBoard, FleetWorker, Serving, Sharing, Tries, Turn } from "../fleet-board.ts";
import type { FleetRun } from "../fleet-run.ts";
import { parseKept } from "../parse-kept.ts";
import { NO_PROGRESS, type RangeProgress } from "../range-progress.ts";
import type { RangeResult } from "../range-result.ts";
import type { RangeTask, Span } from "../range-task.ts";
import type { WireError } from "../wire-event.ts";
import { connectRedis } from "./connect-redis.ts";
import { keyOf, TASKS } from "./fleet-keys.ts";
import { Lead, type RedisCommand } from "./lead.ts";
import { type Patience, RangeQueue } from "./range-queue.ts";
import { Roll, ROLL } from "./roll.ts";
import { REPORT } from "./report-script.ts";
import { HELP, HELP_MS, SHARE } from "./share-script.ts";
import { ALLOW } from "./allow-script.ts";

const PATIENCE: Patience = { lockMs: 10_000, checkMs: 5_000 };
/** A run that nobody goes on with is forgotten after 30 days, as journals are. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
const KEPT = `${KEPT_SECONDS}`;
/** Who leads looks that often whether it is to stop. */
const WAIT_SECONDS = 1;
const AT_ONCE = 500;
/** Workers say it anew every second. */
const PROGRESS_SECONDS = 60;
const KEPT_OF_RUN = [
  ...["run", "open", "held", "results", "tries", "progress", "bell"],
  ...["deletions", "refusals"],
];

/** Opens the board that all processes with the same Redis share; throws `UsageError` where it cannot be. */
export async function openRedisBoard(
  url: string,
  patience: Patience = PATIENCE,
): Promise<FleetBoard> {
  const closed = new AbortController();
  return new RedisBoard(await connectRedis(url, closed.signal), patience, closed);
}

/** Every write may arrive twice, when a connection breaks before its answer: none of them minds. */
class RedisBoard implements FleetBoard {
  readonly #redis: Redis;
  /** For what waits: nothing else gets through meanwhile. */
  readonly #waiting: Redis;
  readonly #queue: RangeQueue;
  readonly #roll: Roll;
  readonly #lead: Lead;
  /** Who has not been heard of for so long is not there. */
  readonly #patienceMs: number;

  /** Aborted at the end, also for the connections that the queue has made of this one. */
  readonly #closed: AbortController;

  constructor(redis: Redis, patience: Patience, closed: AbortController) {
    this.#closed = closed;
    this.#redis = redis;
    this.#waiting = redis.duplicate({ lazyConnect: true });
    this.#waiting.on("error", () => undefined);
    this.#queue = new RangeQueue(redis, patience, closed.signal);
    this.#patienceMs = patience.lockMs;
    this.#roll = new Roll(redis, patience.lockMs);
    this.#lead = new Lead(redis, { lockMs: patience.lockMs, keptSeconds: KEPT_SECONDS });
  }

  claim(job: string): Promise<boolean> {
    return this.#lead.claim(job);
  }

  leads(job: string): Promise<boolean> {
    return this.#lead.write(job, []);
  }

  release(job: string): Promise<void> {
    return this.#lead.release(job);
  }

  async runs(): Promise<readonly FleetRun[]> {
    const found: FleetRun[] = [];
    let cursor = "0";
    do {
      const like = ["MATCH", keyOf("run", "*"), "COUNT", AT_ONCE] as const;
      const [next, keys] = await this.#redis.scan(cursor, ...like);
      cursor = next;
      for (const key of keys) {
        const kept = await this.#redis.get(key);
        if (kept !== null) found.push(parseKept("run", kept));
      }
    } while (cursor !== "0");
    return [...new Map(found.map((run) => [run.id, run])).values()];
  }

  async load(run: string): Promise<FleetRun | undefined> {
    const kept = await this.#redis.get(keyOf("run", run));
    return kept === null ? undefined : parseKept("run", kept);
  }

  turn({ run, over, opened, held, released = [] }: Turn): Promise<boolean> {
    const [open, waiting] = [keyOf("open", run.id), keyOf("held", run.id)];
    const all: RedisCommand[] = [["set", keyOf("run", run.id), JSON.stringify(run), "EX", KEPT]];
    if (over !== undefined) {
      const ofRange = ["tries", "progress"].map((name) => keyOf(name, run.id));
      all.push(...[open, ...ofRange].map((key): RedisCommand => ["hdel", key, over]));
    }
    for (const task of opened) all.push(["hset", open, task.id, JSON.stringify(task)]);
    if (held !== undefined) all.push(["hset", waiting, held.id, JSON.stringify(held)]);
    if (released.length > 0) all.push(["hdel", waiting, ...released]);
    all.push(["expire", open, KEPT], ["expire", waiting, KEPT]);
    return this.#lead.write(run.job, all);
  }

  end(
    { id, job, failed }: FleetRun,
    { keepsFailed }: { readonly keepsFailed: boolean } = { keepsFailed: false },
  ): Promise<boolean> {
    const kept = KEPT_OF_RUN.map((name) => keyOf(name, id));
    const ofFailed: RedisCommand =
      failed.length === 0
        ? ["del", keyOf("failed", job)]
        : ["set", keyOf("failed", job), JSON.stringify(failed), "EX", KEPT];
    return this.#lead.write(job, [["del", ...kept], ...(keepsFailed ? [] : [ofFailed])]);
  }

  async failedOf(job: string): Promise<readonly Span[]> {
    const kept = await this.#redis.get(keyOf("failed", job));
    return kept === null ? [] : parseKept("spans", kept);
  }

  async openTask(run: string, task: string): Promise<RangeTask | undefined> {
    const kept = await this.#redis.hget(keyOf("open", run), task);
    return kept === null ? undefined : parseKept("task", kept);
  }

  openCount(run: string): Promise<number> {
    return this.#redis.hlen(keyOf("open", run));
  }

  async *openTasks(run: string): AsyncGenerator<readonly RangeTask[], void, undefined> {
    let cursor = "0";
    do {
      const [next, fields] = await this.#redis.hscan(keyOf("open", run), cursor, "COUNT", AT_ONCE);
      cursor = next;
      yield valuesIn(fields).map((kept) => parseKept("task", kept));
    } while (cursor !== "0");
  }

  async heldRanges(run: string): Promise<readonly RangeTask[]> {
    const [, fields] = await this.#redis.hscan(keyOf("held", run), "0", "COUNT", AT_ONCE);
    return valuesIn(fields).map((kept) => parseKept("task", kept));
  }

  offer(tasks: readonly RangeTask[]): Promise<void> {
    return this.#queue.offer(tasks);
  }

  withdraw(tasks: readonly RangeTask[]): Promise<void> {
    return this.#queue.withdraw(tasks);
  }

  async nextResult(
    run: string,
  ): Promise<{ readonly id: string; readonly result: RangeResult } | undefined> {
    const id = await this.#redis.hrandfield(keyOf("results", run));
    if (typeof id !== "string") {
      await this.#waiting.blpop(keyOf("bell", run), WAIT_SECONDS);
      return undefined;
    }
    const kept = await this.#redis.hget(keyOf("results", run), id);
    return kept === null ? undefined : { id, result: parseKept("result", kept) };
  }

  async settled(run: string, task: string): Promise<void> {
    await this.#redis.hdel(keyOf("results", run), task);
  }

  async isWanted({ run, id }: RangeTask): Promise<boolean> {
    const [isOpen, isReported] = await Promise.all([
      this.#redis.hexists(keyOf("open", run), id),
      this.#redis.hexists(keyOf("results", run), id),
    ]);
    return isOpen === 1 && isReported === 0;
  }

  async report({ run, id }: RangeTask, result: RangeResult, tries: Tries): Promise<void> {
    const keys = ["open", "results", "bell", "tries"].map((name) => keyOf(name, run));
    const said = [id, JSON.stringify(result), KEPT_SECONDS, JSON.stringify(tries)];
    await this.#redis.eval(REPORT, keys.length, ...keys, ...said);
  }

  async triesOf({ run, id }: RangeTask): Promise<Tries> {
    const kept = await this.#redis.hget(keyOf("tries", run), id);
    return kept === null ? {} : parseKept("tries", kept);
  }

  async keepTries({ run, id }: RangeTask, tries: Tries): Promise<void> {
    const key = keyOf("tries", run);
    await this.#redis.multi().hset(key, id, JSON.stringify(tries)).expire(key, KEPT_SECONDS).exec();
  }

  async share({ kept, given, tries }: Sharing): Promise<boolean> {
    const [open, begun] = [keyOf("open", kept.run), keyOf("tries", kept.run)];
    const parts = [kept, given].flatMap((task) => [task.id, JSON.stringify(task)]);
    const result = keyOf("results", kept.run);
    const words = [...parts, JSON.stringify(tries)];
    return (await this.#redis.eval(SHARE, 3, open, begun, result, ...words)) === 1;
  }

  async allowDeletions(task: RangeTask, deletions: number): Promise<boolean> {
    const { id, mostDeletions = 0 } = task;
    const said = [id, deletions, mostDeletions, KEPT_SECONDS];
    return (await this.#redis.eval(ALLOW, 1, keyOf("deletions", task.run), ...said)) === 1;
  }

  async countDeletions({ run, id }: RangeTask, deletions: number): Promise<void> {
    await this.#redis.hincrby(keyOf("deletions", run), `made ${id}`, deletions);
  }

  async refuse(run: string, worker: string, reason: WireError | undefined): Promise<void> {
    const key = keyOf("refusals", run);
    if (reason === undefined) await this.#redis.hdel(key, worker);
    else {
      const said = JSON.stringify(reason);
      await this.#redis.multi().hset(key, worker, said).expire(key, KEPT_SECONDS).exec();
    }
  }

  async refusals(run: string): Promise<ReadonlyMap<string, WireError>> {
    const kept = await this.#redis.hgetall(keyOf("refusals", run));
    const entries = Object.entries(kept);
    return new Map(entries.map(([worker, said]) => [worker, parseKept("refusal", said)]));
  }

  async tellProgress({ run, id }: RangeTask, progress: RangeProgress): Promise<void> {
    const key = keyOf("progress", run);
    const told = JSON.stringify(progress);
    await this.#redis.multi().hset(key, id, told).expire(key, PROGRESS_SECONDS).exec();
  }

  async progressOf(run: string): Promise<RangeProgress> {
    const all = await this.#redis.hvals(keyOf("progress", run));
    return all.map((kept) => parseKept("progress", kept)).reduce(sumOf, NO_PROGRESS);
  }

  workers(): Promise<readonly FleetWorker[]> {
    return this.#roll.all();
  }

  async hasIdleWorker(): Promise<boolean> {
    const keys = [ROLL, ...TASKS, keyOf("help")];
    const asked = await this.#redis.eval(HELP, keys.length, ...keys, this.#patienceMs, HELP_MS);
    return asked === 1;
  }

  async serve(serving: Serving): Promise<void> {
    const leave = await this.#roll.enter(serving.worker);
    try {
      await this.#queue.serve(serving);
    } finally {
      await leave();
    }
  }

  answer(): Promise<unknown> {
    return this.#redis.ping();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#lead.close();
    await this.#queue.close();
    this.#redis.disconnect();
    this.#waiting.disconnect();
  }
}

function sumOf(a: RangeProgress, b: RangeProgress): RangeProgress {
  return {
    objects: a.objects + b.objects,
    bytes: a.bytes + b.bytes,
    totalObjects: a.totalObjects + b.totalObjects,
    totalBytes: a.totalBytes + b.totalBytes,
  };
}

/** Redis answers names and values in turn. */
function valuesIn(fields: readonly string[]): readonly string[] {
  return fields.filter((_, at) => at % 2 === 1);
}
