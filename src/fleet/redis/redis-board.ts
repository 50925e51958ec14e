import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { FleetBoard, FleetWorker, HeldRange, Turn } from "../fleet-board.ts";
import type { FleetRun } from "../fleet-run.ts";
import type { RangeResult } from "../range-result.ts";
import type { RangeTask, Span } from "../range-task.ts";
import { connectRedis } from "./connect-redis.ts";
import { keyOf } from "./fleet-keys.ts";
import { type Patience, RangeQueue } from "./range-queue.ts";
import { Roll } from "./roll.ts";

const PATIENCE: Patience = { lockMs: 10_000, checkMs: 5_000 };
/** A run that nobody goes on with is forgotten after 30 days, as journals are. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
/** Who leads looks that often whether it is to stop. */
const WAIT_SECONDS = 1;
const AT_ONCE = 500;

/** Opens the board that all processes with the same Redis share; throws `UsageError` where it cannot be. */
export async function openRedisBoard(
  url: string,
  patience: Patience = PATIENCE,
): Promise<FleetBoard> {
  return new RedisBoard(await connectRedis(url), patience);
}

/** Every write may arrive twice, when a connection breaks before its answer: none of them minds. */
class RedisBoard implements FleetBoard {
  readonly #redis: Redis;
  /** For what waits: nothing else gets through meanwhile. */
  readonly #waiting: Redis;
  readonly #queue: RangeQueue;
  readonly #roll: Roll;
  readonly #patience: Patience;
  readonly #claims = new Map<string, NodeJS.Timeout>();
  readonly #me = randomBytes(8).toString("hex");

  constructor(redis: Redis, patience: Patience) {
    this.#redis = redis;
    this.#waiting = redis.duplicate({ lazyConnect: true });
    this.#waiting.on("error", () => undefined);
    this.#patience = patience;
    this.#queue = new RangeQueue(redis, patience);
    this.#roll = new Roll(redis, patience.lockMs);
  }

  /** Of a leader who was killed the lead falls free when it has not been renewed for a while. */
  async claim(job: string): Promise<boolean> {
    const { lockMs } = this.#patience;
    const key = keyOf("leader", job);
    for (let waitedMs = 0; !(await this.#take(key)); waitedMs += lockMs / 10) {
      if (waitedMs > lockMs * 1.2) return false;
      await wait(lockMs / 10);
    }
    const renew = setInterval(() => {
      this.#redis.pexpire(key, lockMs).catch(() => undefined);
    }, lockMs / 3);
    this.#claims.set(job, renew);
    return true;
  }

  async #take(key: string): Promise<boolean> {
    const { lockMs } = this.#patience;
    const taken = await this.#redis.set(key, this.#me, "PX", lockMs, "NX");
    // It may be an answer to our own question that was lost.
    return taken === "OK" || (await this.#redis.get(key)) === this.#me;
  }

  async release(job: string): Promise<void> {
    clearInterval(this.#claims.get(job));
    this.#claims.delete(job);
    const key = keyOf("leader", job);
    // Another may have it by now.
    if ((await this.#redis.get(key)) === this.#me) await this.#redis.del(key);
  }

  async find(job: string): Promise<FleetRun | undefined> {
    const id = await this.#redis.get(keyOf("job", job));
    return id === null ? undefined : this.load(id);
  }

  async load(run: string): Promise<FleetRun | undefined> {
    return read(await this.#redis.get(keyOf("run", run))) as FleetRun | undefined;
  }

  async turn({ run, over, opened, held, released = [] }: Turn): Promise<void> {
    const [open, waiting] = [keyOf("open", run.id), keyOf("held", run.id)];
    const all = this.#redis.multi();
    all.set(keyOf("run", run.id), JSON.stringify(run), "EX", KEPT_SECONDS);
    all.set(keyOf("job", run.job), run.id, "EX", KEPT_SECONDS);
    if (over !== undefined) all.hdel(open, over).hdel(keyOf("tries", run.id), over);
    for (const task of opened) all.hset(open, task.id, JSON.stringify(task));
    if (held !== undefined) all.hset(waiting, held.task.id, JSON.stringify(held));
    if (released.length > 0) all.hdel(waiting, ...released);
    all.expire(open, KEPT_SECONDS).expire(waiting, KEPT_SECONDS);
    await all.exec();
  }

  async end({ id, job, failed }: FleetRun): Promise<void> {
    const kept = ["run", "open", "held", "results", "tries", "bell"].map((name) => keyOf(name, id));
    const all = this.#redis.multi().del(keyOf("job", job), ...kept);
    if (failed.length === 0) all.del(keyOf("failed", job));
    else all.set(keyOf("failed", job), JSON.stringify(failed), "EX", KEPT_SECONDS);
    await all.exec();
  }

  async failedOf(job: string): Promise<readonly Span[]> {
    const failed = read(await this.#redis.get(keyOf("failed", job)));
    return (failed ?? []) as readonly Span[];
  }

  async openTask(run: string, task: string): Promise<RangeTask | undefined> {
    return read(await this.#redis.hget(keyOf("open", run), task)) as RangeTask | undefined;
  }

  openCount(run: string): Promise<number> {
    return this.#redis.hlen(keyOf("open", run));
  }

  async *openTasks(run: string): AsyncGenerator<readonly RangeTask[], void, undefined> {
    let cursor = "0";
    do {
      const [next, fields] = await this.#redis.hscan(keyOf("open", run), cursor, "COUNT", AT_ONCE);
      cursor = next;
      yield valuesIn(fields) as readonly RangeTask[];
    } while (cursor !== "0");
  }

  async heldRanges(run: string): Promise<readonly HeldRange[]> {
    const [, fields] = await this.#redis.hscan(keyOf("held", run), "0", "COUNT", AT_ONCE);
    return valuesIn(fields) as readonly HeldRange[];
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
    const text = await this.#redis.hget(keyOf("results", run), id);
    return text === null ? undefined : { id, result: read(text) as RangeResult };
  }

  async settled(run: string, task: string): Promise<void> {
    await this.#redis.hdel(keyOf("results", run), task);
  }

  async report({ run, id }: RangeTask, result: RangeResult): Promise<void> {
    const [results, bell] = [keyOf("results", run), keyOf("bell", run)];
    await this.#redis
      .multi()
      .hset(results, id, JSON.stringify(result))
      .expire(results, KEPT_SECONDS)
      .lpush(bell, id)
      .ltrim(bell, 0, 0)
      .expire(bell, KEPT_SECONDS)
      .exec();
  }

  async begun({ run, id }: RangeTask, by: 1 | -1): Promise<number> {
    const key = keyOf("tries", run);
    const tries = await this.#redis.hincrby(key, id, by);
    await this.#redis.expire(key, KEPT_SECONDS);
    return tries;
  }

  workers(): Promise<readonly FleetWorker[]> {
    return this.#roll.all();
  }

  async serve(serving: Parameters<FleetBoard["serve"]>[0]): Promise<void> {
    const leave = await this.#roll.enter(serving.worker);
    try {
      await this.#queue.serve(serving);
    } finally {
      await leave();
    }
  }

  async close(): Promise<void> {
    for (const renew of this.#claims.values()) clearInterval(renew);
    await this.#queue.close();
    this.#redis.disconnect();
    this.#waiting.disconnect();
  }
}

/** What this program has written. */
function read(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}

/** Redis answers names and values in turn. */
function valuesIn(fields: readonly string[]): readonly unknown[] {
  return fields.flatMap((text, at) => (at % 2 === 1 ? [read(text)] : []));
}
