import type { Entry } from "./entry.ts";

/**
 * Why something on a local side cannot take part. What may be a file or a directory obstructs two
 * keys, `x` and the tree `x/`, which sort apart: the second is the `echo` of the first.
 */
export type ObstacleReason =
  | "missing"
  | "unreadable"
  | "special"
  | "undecodable"
  | "loop"
  | "leaves-root"
  | "not-followed"
  | "other-end"
  | "echo";

/**
 * Something that stands in a listing where files may be: the key itself, or with `tree` every key
 * that starts with it. It is there and not there: nobody may take its absence for a deletion.
 */
export interface Obstacle {
  readonly key: string;
  readonly obstacle: ObstacleReason;
  readonly tree: boolean;
}

/** What one place of a listing shows. */
export type Sighting = Entry | Obstacle;

export function isObstacle(sighting: Sighting): sighting is Obstacle {
  return "obstacle" in sighting;
}

/** Whether a key lies where the obstacle stands. */
export function covers(obstacle: Obstacle | undefined, key: string): boolean {
  if (obstacle === undefined) return false;
  return obstacle.tree ? key.startsWith(obstacle.key) : key === obstacle.key;
}

/** Whether a destination's obstacle also keeps the source from being written there. */
export function refusesWrites(obstacle: Obstacle): boolean {
  switch (obstacle.obstacle) {
    case "special":
    case "loop":
    case "leaves-root":
    case "other-end":
      return true;
    case "missing":
    case "unreadable":
    case "undecodable":
    case "not-followed":
    case "echo":
      return false;
  }
}
