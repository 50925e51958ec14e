import { UsageError } from "../aws/index.ts";
import type { FleetRun } from "../fleet/index.ts";

/** A run of a fleet that has not come to its end. */
export type UnfinishedFleetRun = Pick<FleetRun, "id" | "command">;

/** Finds a run that has not come to its end; without an id, the only one. Throws `UsageError` where there is none, or several. */
export async function findFleetRun(
  redis: string,
  wanted: string | undefined,
): Promise<UnfinishedFleetRun> {
  // Loaded only for those who have a fleet.
  const { openRedisBoard } = await import("../fleet/index.ts");
  const board = await openRedisBoard(redis);
  try {
    const runs = await board.runs();
    const found = wanted === undefined ? runs : runs.filter(({ id }) => id === wanted);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw notFound(runs, wanted);
  } finally {
    await board.close();
  }
}

/** Names the runs that could be resumed instead. */
function notFound(runs: readonly FleetRun[], wanted: string | undefined): UsageError {
  const what =
    wanted === undefined
      ? { en: "cannot resume", ja: "再開できません" }
      : { en: `cannot resume run \`${wanted}\``, ja: `実行 \`${wanted}\` を再開できません` };
  if (runs.length === 0) {
    return new UsageError({
      en: `${what.en}: there is no unfinished run of a fleet in this Redis`,
      ja: `${what.ja}。この Redis に、終わっていないフリートの実行はありません`,
    });
  }
  const listed = runs.map(({ id, command }) => `\`${id}\` (${command.positionals.join(" to ")})`);
  const why =
    wanted === undefined
      ? { en: "say which", ja: "どれかを指定してください" }
      : {
          en: "it is not an unfinished run of a fleet in this Redis",
          ja: "この Redis にある、終わっていないフリートの実行ではありません",
        };
  return new UsageError({
    en: `${what.en}: ${why.en}; unfinished are ${listed.join(", ")}`,
    ja: `${what.ja}。${why.ja}。終わっていない実行: ${listed.join("、")}`,
  });
}
