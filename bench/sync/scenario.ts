/** What a sync does in a scenario. */
export type Kind = "copy" | "down" | "up" | "noop";

/** One thing to measure: how much of what, how far away the server seems, and whether through TLS. */
export interface Scenario {
  readonly name: string;
  readonly kind: Kind;
  readonly objects: number;
  readonly bytesEach: number;
  readonly place: Placement;
  readonly https: boolean;
}

/** How far away the server seems. */
export interface Placement {
  readonly latencyMs: number;
  /** Of a connection, and of a copy inside the server, in MB/s; 0 for no limit. */
  readonly connectionMbps: number;
  readonly copyMbps: number;
}

const PLACEMENTS: Readonly<Record<string, Placement>> = {
  "0": { latencyMs: 0, connectionMbps: 0, copyMbps: 0 },
  "30": { latencyMs: 30, connectionMbps: 0, copyMbps: 0 },
  // What S3 is like from a machine in its region: assumed, not measured there.
  s3: { latencyMs: 30, connectionMbps: 90, copyMbps: 100 },
};
const SMALL = 10_240;
const LARGE = 2 ** 30;
const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1000, m: 1_000_000 };

/** All that `npm run bench:sync` measures. */
export const ALL_SCENARIOS: readonly string[] = [
  ...["copy10k", "down10k", "up10k", "noop100k", "noop1m"].flatMap((name) => [
    `${name}@0`,
    `${name}@30`,
  ]),
  ...["up1g@0", "down1g@0", "copy1g@s3"],
  ...["copy10k", "down10k", "up10k", "noop100k", "noop1m", "up1g", "down1g"].map(
    (name) => `${name}@0/https`,
  ),
  "copy1g@s3/https",
];

/** What `--quick` measures. */
export const QUICK_SCENARIOS: readonly string[] = [
  ...["copy1k@0", "copy1k@30", "down1k@0", "up1k@0", "noop10k@0", "noop10k@30"],
  ...["up1g@0", "down1g@0", "copy1k@0/https"],
];

/** Reads `copy10k@30`, `noop1m@0/https`, `up1g@0`, `copy1g@s3`; undefined when it is none. */
export function parseScenario(name: string): Scenario | undefined {
  const parts = /^(copy|down|up|noop)(\d+)([kmg]?)@(0|30|s3)(\/https)?$/.exec(name);
  const [, kind, digits, unit, placement, https] = parts ?? [];
  const place = PLACEMENTS[placement ?? ""];
  if (place === undefined) return undefined;
  const count = Number(digits);
  const size =
    unit === "g"
      ? { objects: 1, bytesEach: count * LARGE }
      : { objects: count * (UNITS[unit ?? ""] ?? 1), bytesEach: SMALL };
  if (count === 0) return undefined;
  return { name, kind: kind as Kind, ...size, place, https: https !== undefined };
}
