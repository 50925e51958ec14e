export { coordinate } from "./coordinate.ts";
export type { Coordination } from "./coordination.ts";
export type { FleetBoard } from "./fleet-board.ts";
export type { FleetRun } from "./fleet-run.ts";
export { workOnFleet } from "./work-on-fleet.ts";
export type { RangeRunner } from "./work-on-range.ts";
export { openRedisBoard } from "./redis/redis-board.ts";
