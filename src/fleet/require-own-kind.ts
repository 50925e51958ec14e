import { UsageError } from "../aws/index.ts";
import type { FleetBoard } from "./fleet-board.ts";
import { type FleetRun, PROTOCOL } from "./fleet-run.ts";

/** Throws while a worker is alive that would not understand what this process asks for. */
export async function requireOwnKind(board: FleetBoard): Promise<void> {
  for (const worker of await board.workers()) requireOwnProtocol(worker);
}

/** Throws where another version of the program divides work in another way. */
export function requireOwnProtocol({
  protocol,
  version,
}: Pick<FleetRun, "protocol" | "version">): void {
  if (protocol === PROTOCOL) return;
  throw new UsageError({
    en: `cannot work with sluice ${version}: it divides work in another way; run the same version everywhere`,
    ja: `sluice ${version} とは一緒に作業できません。作業の分け方が違います。すべて同じバージョンで実行してください`,
  });
}
