import { Redis } from "ioredis";
import { UsageError } from "../../aws/index.ts";
import { requireRedis } from "./require-redis.ts";

const TIMEOUT_MS = 5_000;
const MOST_WAIT_MS = 2_000;

/** A connection that waits, as long as it takes, for a Redis that was there once and has gone away. */
export async function connectRedis(url: string): Promise<Redis> {
  const where = placeIn(url);
  const first = new Redis(url, ONCE);
  // What is thrown says only that the connection is closed.
  let reason: Error | undefined;
  first.on("error", (error: Error) => {
    reason ??= error;
  });
  try {
    await first.connect();
    await requireRedis(first, where);
  } catch (error) {
    throw error instanceof UsageError ? error : unreachable(where, reason ?? error);
  } finally {
    first.disconnect();
  }
  const redis = new Redis(url, LASTING);
  redis.on("error", () => undefined);
  return redis;
}

const ONCE = {
  lazyConnect: true,
  connectTimeout: TIMEOUT_MS,
  commandTimeout: TIMEOUT_MS,
  maxRetriesPerRequest: 0,
  retryStrategy: (): null => null,
} as const;

// BullMQ asks for it (BullMQ documentation, Connections).
const LASTING = {
  maxRetriesPerRequest: null,
  retryStrategy: (times: number): number => Math.min(times * 100, MOST_WAIT_MS),
} as const;

function unreachable(where: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(
    {
      en: `cannot reach Redis at \`${where}\`: ${reason}; is it running, and is \`--redis\` right`,
      ja: `\`${where}\` の Redis に接続できません: ${reason}。起動しているか、\`--redis\` が正しいか確認してください`,
    },
    { cause: error },
  );
}

/** Where a URL leads to, without the password in it. */
function placeIn(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && /^rediss?:$/.test(parsed.protocol) && parsed.hostname !== "") {
    return parsed.host;
  }
  throw new UsageError({
    en: "cannot read the URL of Redis: it must be like `redis://host:6379` or `rediss://user:password@host:6379`",
    ja: "Redis の URL を読み取れません。`redis://host:6379` や `rediss://user:password@host:6379` のように指定してください",
  });
}
