import type { FleetBoard, FleetRun } from "../fleet/index.ts";

/** The runs of fleets in a Redis that have not come to their end. */
export async function listFleetRuns(redis: string): Promise<readonly FleetRun[]> {
  return withBoard(redis, (board) => board.runs());
}

/** Forgets one of them, and answers which it was; undefined where there is none of this name. */
export async function forgetFleetRun(redis: string, id: string): Promise<FleetRun | undefined> {
  const { forgetRun } = await import("../fleet/index.ts");
  return withBoard(redis, (board) => forgetRun(board, id));
}

async function withBoard<T>(redis: string, act: (board: FleetBoard) => Promise<T>): Promise<T> {
  // Loaded only for those who have a fleet.
  const { openRedisBoard } = await import("../fleet/index.ts");
  const board = await openRedisBoard(redis);
  try {
    return await act(board);
  } finally {
    await board.close();
  }
}
