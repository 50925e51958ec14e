import type { Redis } from "ioredis";
import type { FleetWorker } from "../fleet-board.ts";
import { parseKept } from "../parse-kept.ts";
import { keyOf } from "./fleet-keys.ts";

/** Workers by when they were last heard of, in milliseconds. */
export const ROLL: string = keyOf("workers");

/** Who is alive: each worker says so, by Redis's clock, until it has not for a while. */
export class Roll {
  readonly #redis: Redis;
  readonly #keptMs: number;

  constructor(redis: Redis, keptMs: number) {
    this.#redis = redis;
    this.#keptMs = keptMs;
  }

  async all(): Promise<readonly FleetWorker[]> {
    const nowMs = await this.#nowMs();
    await this.#redis.zremrangebyscore(ROLL, "-inf", nowMs - this.#keptMs);
    const members = await this.#redis.zrange(ROLL, "0", "-1");
    return members.map((kept) => parseKept("worker", kept));
  }

  /** Has a worker in it until what is answered is called. */
  async enter(worker: FleetWorker): Promise<() => Promise<void>> {
    const member = JSON.stringify(worker);
    const say = async (): Promise<void> => {
      await this.#redis.zadd(ROLL, await this.#nowMs(), member);
    };
    await say();
    const saying = setInterval(() => {
      say().catch(() => undefined);
    }, this.#keptMs / 3);
    return async () => {
      clearInterval(saying);
      await this.#redis.zrem(ROLL, member);
    };
  }

  async #nowMs(): Promise<number> {
    const [seconds, micros] = await this.#redis.time();
    return Number(seconds) * 1000 + Number(micros) / 1000;
  }
}
