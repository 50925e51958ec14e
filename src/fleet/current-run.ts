import { ToldError } from "../aws/index.ts";
import type { Coordination } from "./coordination.ts";
import type { FleetRun } from "./fleet-run.ts";

/** Reads how far a run is: Redis alone knows, for it may have been started anew with less than it had said. */
export async function currentRun(
  { board, counted }: Pick<Coordination, "board" | "counted">,
  id: string,
): Promise<FleetRun> {
  const run = await board.load(id);
  if (run !== undefined) {
    counted?.(run.counts);
    return run;
  }
  throw new ToldError({
    en: `cannot go on with run \`${id}\`: Redis has lost it; start the command again`,
    ja: `実行 \`${id}\` を続けられません。Redis から失われました。コマンドをもう一度実行してください`,
  });
}
