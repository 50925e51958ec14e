import { UsageError } from "../../aws/index.ts";

/** Less than BullMQ asks for (BullMQ documentation, Connections and Redis compatibility). */
const OLDEST = [6, 2] as const;

/** Throws where what answers is no Redis that keeps a queue. */
export async function requireRedis(
  redis: { info(): Promise<string> },
  where: string,
): Promise<void> {
  const info = await redis.info();
  const version = valueIn(info, "redis_version") ?? "0";
  if (isOlder(version)) {
    throw new UsageError({
      en: `cannot keep a queue in Redis ${version} at \`${where}\`: it must be ${OLDEST.join(".")} or newer, or Valkey`,
      ja: `\`${where}\` の Redis ${version} ではキューを使えません。${OLDEST.join(".")} 以降の Redis か Valkey が必要です`,
    });
  }
  if (valueIn(info, "redis_mode") === "cluster") {
    throw new UsageError({
      en: `cannot keep a queue in the Redis cluster at \`${where}\`: what belongs together would lie on several of its nodes; use one with cluster mode off`,
      ja: `\`${where}\` の Redis クラスターではキューを使えません。一緒に置くべきものが複数のノードに分かれます。クラスターモードが無効な Redis を使ってください`,
    });
  }
  const policy = valueIn(info, "maxmemory_policy") ?? "noeviction";
  if (policy === "noeviction") return;
  throw new UsageError({
    en: `cannot keep a queue in Redis at \`${where}\`: with \`maxmemory-policy ${policy}\` it would throw away what it holds; set \`noeviction\``,
    ja: `\`${where}\` の Redis ではキューを使えません。\`maxmemory-policy ${policy}\` では中身が捨てられます。\`noeviction\` を設定してください`,
  });
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function valueIn(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
}
