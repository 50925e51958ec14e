import { Redis, type RedisOptions } from "ioredis";
import { type Sentence, UsageError } from "../../aws/index.ts";
import { requireRedis } from "./require-redis.ts";

const TIMEOUT_MS = 5_000;
const MOST_WAIT_MS = 2_000;
/** So long a connection that is ended here waits for Redis to end it too. */
const END_MS = 1_000;

/** A connection that waits, until it is closed, for a Redis that was there once and has gone away. */
export async function connectRedis(url: string, closed: AbortSignal): Promise<Redis> {
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
    throw error instanceof UsageError ? error : whyNot(where, reason ?? error);
  } finally {
    first.disconnect();
  }
  const redis = new LastingRedis(url, lasting(closed));
  redis.on("error", () => undefined);
  return redis;
}

/** A connection that ends when it is told to, as its duplicates do; what waits for its answers fails then. */
class LastingRedis extends Redis {
  override disconnect(reconnect = false): void {
    if (this.status === "end") return;
    // While it waits for its next try ioredis would only forget that try: whoever waits for its end would wait for ever.
    if (!reconnect && this.status === "reconnecting") this.status = "wait";
    super.disconnect(reconnect);
  }

  override duplicate(other: Partial<RedisOptions> = {}): Redis {
    return new LastingRedis({ ...this.options, ...other, replyMapping: "legacy" });
  }
}

const ONCE = {
  lazyConnect: true,
  connectTimeout: TIMEOUT_MS,
  commandTimeout: TIMEOUT_MS,
  maxRetriesPerRequest: 0,
  retryStrategy: (): null => null,
} as const;

function lasting(
  closed: AbortSignal,
): Required<Pick<RedisOptions, "maxRetriesPerRequest" | "retryStrategy" | "disconnectTimeout">> {
  return {
    // BullMQ asks for it (BullMQ documentation, Connections).
    maxRetriesPerRequest: null,
    disconnectTimeout: END_MS,
    retryStrategy: (times) => (closed.aborted ? null : Math.min(times * 100, MOST_WAIT_MS)),
  };
}

const REFUSALS: Readonly<Record<string, (where: string) => Sentence>> = {
  NOAUTH: (where) => ({
    en: `cannot use Redis at \`${where}\`: it wants a password; give it in the URL, best in \`SLUICE_REDIS\`: \`redis://:password@${where}\``,
    ja: `\`${where}\` の Redis を使えません。パスワードが必要です。URL に含めて指定してください。環境変数 \`SLUICE_REDIS\` に入れるのが安全です: \`redis://:password@${where}\``,
  }),
  WRONGPASS: (where) => ({
    en: `cannot use Redis at \`${where}\`: it refuses this user or password; mend it in \`SLUICE_REDIS\` or \`--redis\`, with \`%40\` for \`@\` and so on`,
    ja: `\`${where}\` の Redis を使えません。ユーザー名かパスワードが拒否されました。\`SLUICE_REDIS\` か \`--redis\` の URL を確認してください。\`@\` などは \`%40\` のように書きます`,
  }),
};

function whyNot(where: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  // A reply of Redis begins with its code (Redis serialization protocol, Simple errors).
  const sentence = REFUSALS[reason.split(" ", 1)[0] ?? ""]?.(where);
  if (sentence !== undefined) return new UsageError(sentence, { cause: error });
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
