import { DelayedError, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { FleetBoard } from "../fleet-board.ts";
import type { RangeTask } from "../range-task.ts";
import { PREFIX, QUEUE } from "./fleet-keys.ts";

type Serving = Parameters<FleetBoard["serve"]>[0];

/** The task itself ends after fewer tries, and says so. */
const ATTEMPTS = 1_000_000;
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

  constructor(redis: Redis, patience: Patience) {
    this.#redis = redis;
    this.#patience = patience;
    this.#queue = new Queue(QUEUE, { connection: redis, prefix: PREFIX, skipVersionCheck: true });
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

  async serve({ handle, signal }: Serving): Promise<void> {
    const connection = this.#redis.duplicate();
    connection.on("error", () => undefined);
    const worker = new Worker<RangeTask>(
      QUEUE,
      async (job, token) => {
        const served = await handle(job.data);
        if (served === "over") return;
        await job.moveToDelayed(Date.now() + AGAIN_MS, token);
        throw new DelayedError();
      },
      {
        connection,
        prefix: PREFIX,
        skipVersionCheck: true,
        lockDuration: this.#patience.lockMs,
        stalledInterval: this.#patience.checkMs,
        maxStalledCount: ATTEMPTS,
        drainDelay: 1,
      },
    );
    worker.on("error", () => undefined);
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
