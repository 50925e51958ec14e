import { DelayedError, type Job, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Serving } from "../fleet-board.ts";
import type { RangeTask } from "../range-task.ts";
import { PREFIX, QUEUE } from "./fleet-keys.ts";
import { Hold } from "./hold.ts";
import { toldOnce } from "./told-once.ts";

/** The task itself ends after fewer tries, and says so. */
const ATTEMPTS = 1_000_000;
/** Where the worker could not even say how long others are to wait. */
const AGAIN_MS = 1_000;

/** Who has not been heard of for so long has died, and its range goes to another. */
export interface Patience {
  readonly lockMs: number;
  readonly checkMs: number;
}

/** The queue of ranges: BullMQ's, which gives what a lost worker had to another. */
export class RangeQueue {
  readonly #redis: Redis;
  readonly #queue: Queue<RangeTask>;
  readonly #patience: Patience;

  readonly #closed: AbortSignal;

  /** The signal is aborted when nobody waits any more for a Redis that is away. */
  constructor(redis: Redis, patience: Patience, closed: AbortSignal) {
    this.#closed = closed;
    this.#redis = redis;
    this.#patience = patience;
    this.#queue = new Queue(QUEUE, { connection: redis, prefix: PREFIX, skipVersionCheck: true });
    // What goes wrong with a call is thrown by it.
    this.#queue.on("error", () => undefined);
  }

  async offer(tasks: readonly RangeTask[]): Promise<void> {
    if (tasks.length === 0) return;
    await this.#queue.addBulk(
      tasks.map((data) => ({
        name: "range",
        data,
        opts: {
          jobId: data.id,
          attempts: ATTEMPTS,
          backoff: AGAIN_MS,
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    );
  }

  /** What a worker has begun is left to it. */
  async withdraw(tasks: readonly RangeTask[]): Promise<void> {
    await Promise.allSettled(tasks.map(({ id }) => this.#queue.remove(id)));
  }

  async serve({ handle, signal, tellFault }: Serving): Promise<void> {
    const { lockMs, checkMs } = this.#patience;
    const connection = this.#redis.duplicate();
    const tell = toldOnce(tellFault);
    connection.on("error", tell);
    this.#closed.addEventListener("abort", () => {
      connection.disconnect();
    });
    const holds = new Map<string, Hold>();
    const work = async (job: Job<RangeTask>, token?: string): Promise<void> => {
      const hold = new Hold(signal, lockMs);
      holds.set(job.data.id, hold);
      try {
        const served = await handle(job.data, hold.signal);
        // Another has it: nothing of it is ours to move.
        if (served.kind === "over" || hold.isLost) return;
        await job.moveToDelayed(Date.now() + served.afterMs, token);
        throw new DelayedError();
      } finally {
        holds.delete(job.data.id);
        hold.end();
      }
    };
    const worker = new Worker<RangeTask>(QUEUE, work, {
      connection,
      prefix: PREFIX,
      skipVersionCheck: true,
      lockDuration: lockMs,
      stalledInterval: checkMs,
      maxStalledCount: ATTEMPTS,
      drainDelay: 1,
    });
    worker.on("error", tell);
    worker.on("locksRenewed", ({ jobIds }) => {
      for (const id of jobIds) holds.get(id)?.renewed();
    });
    worker.on("lockRenewalFailed", (jobIds) => {
      for (const id of jobIds) holds.get(id)?.lose();
    });
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    await worker.close();
    connection.disconnect();
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
