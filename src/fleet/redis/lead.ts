import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { keyOf } from "./fleet-keys.ts";

/** A command of Redis, by its words. */
export type RedisCommand = readonly [string, ...(readonly string[])];

/** Takes the lead unless another is at it; `held` falls free with time, `last` says who had it last. */
const TAKE = `
local held = redis.call("get", KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call("set", KEYS[1], ARGV[1], "PX", ARGV[2])
redis.call("set", KEYS[2], ARGV[1], "EX", ARGV[3])
return 1`;

/** Does commands, all of them, if nobody else has led since; answers whether it did. */
const IF_LEADING = `
if redis.call("get", KEYS[1]) ~= ARGV[1] then return 0 end
for _, command in ipairs(cjson.decode(ARGV[2])) do redis.call(unpack(command)) end
return 1`;

/**
 * The lead of jobs, which one process at a time has. What only a leader may write is written in one step with the
 * question whether it still is: a process that was silent for too long (suspended, cut off) may not know better.
 */
export class Lead {
  readonly #redis: Redis;
  readonly #lockMs: number;
  readonly #keptSeconds: number;
  readonly #me = randomBytes(8).toString("hex");
  readonly #renewals = new Map<string, NodeJS.Timeout>();

  constructor(redis: Redis, { lockMs, keptSeconds }: { lockMs: number; keptSeconds: number }) {
    this.#redis = redis;
    this.#lockMs = lockMs;
    this.#keptSeconds = keptSeconds;
  }

  /** Of a leader who was killed the lead falls free when it has not been renewed for a while. */
  async claim(job: string): Promise<boolean> {
    for (let waitedMs = 0; !(await this.#take(job)); waitedMs += this.#lockMs / 10) {
      if (waitedMs > this.#lockMs * 1.2) return false;
      await wait(this.#lockMs / 10);
    }
    const renew: RedisCommand = ["set", heldKey(job), this.#me, "PX", `${this.#lockMs}`];
    const renewal = setInterval(() => {
      // Whether it still leads is asked with whatever it writes.
      this.write(job, [renew]).catch(() => undefined);
    }, this.#lockMs / 3);
    this.#renewals.set(job, renewal);
    return true;
  }

  async release(job: string): Promise<void> {
    clearInterval(this.#renewals.get(job));
    this.#renewals.delete(job);
    await this.write(job, [["del", heldKey(job), lastKey(job)]]);
  }

  /** Does all commands, or none of them where another has the lead or had it since; answers which. */
  async write(job: string, commands: readonly RedisCommand[]): Promise<boolean> {
    const words = JSON.stringify(commands);
    return (await this.#redis.eval(IF_LEADING, 1, lastKey(job), this.#me, words)) === 1;
  }

  close(): void {
    for (const renewal of this.#renewals.values()) clearInterval(renewal);
  }

  /** To ask twice, since an answer was lost, is to ask once. */
  async #take(job: string): Promise<boolean> {
    const keys = [heldKey(job), lastKey(job)];
    const taken = await this.#redis.eval(
      TAKE,
      2,
      ...keys,
      this.#me,
      this.#lockMs,
      this.#keptSeconds,
    );
    return taken === 1;
  }
}

function heldKey(job: string): string {
  return keyOf("leader", job);
}

function lastKey(job: string): string {
  return keyOf("last-leader", job);
}
