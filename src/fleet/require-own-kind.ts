import { UsageError } from "../aws/index.ts";
import type { FleetBoard } from "./fleet-board.ts";
import { PROTOCOL } from "./fleet-run.ts";

/** Throws while a worker is alive that would not understand what this process asks for. */
export async function requireOwnKind(board: FleetBoard): Promise<void> {
  const other = (await board.workers()).find(({ protocol }) => protocol !== PROTOCOL);
  if (other !== undefined) throw otherKind(other.version);
}

/** Of a worker and a run that do not understand each other. */
export function otherKind(version: string): UsageError {
  return new UsageError({
    en: `cannot work with sluice ${version}: it divides work in another way; run the same version everywhere`,
    ja: `sluice ${version} とは一緒に作業できません。作業の分け方が違います。すべて同じバージョンで実行してください`,
  });
}
