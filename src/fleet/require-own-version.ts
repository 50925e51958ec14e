import { UsageError } from "../aws/index.ts";
import type { FleetBoard, FleetWorker } from "./fleet-board.ts";

/** Throws while a worker of another version is alive: it may not do what this process asks for. */
export async function requireOwnVersion(board: FleetBoard, own: string): Promise<void> {
  for (const worker of await board.workers()) {
    const reason = whyNotTogether(worker, own);
    if (reason !== undefined) throw reason;
  }
}

/** What stands between this process and one of another version: tasks, orders and results are not held stable between versions. */
export function whyNotTogether(
  { version }: Pick<FleetWorker, "version">,
  own: string,
): UsageError | undefined {
  if (version === own) return undefined;
  return new UsageError({
    en: `cannot work with sluice ${version}: this is ${own}; run the same version everywhere`,
    ja: `sluice ${version} とは一緒に作業できません。こちらは ${own} です。すべて同じバージョンで実行してください`,
  });
}
