import type { Change, Direction, Skip, Transfer } from "./change.ts";
import { comparison } from "./compare.ts";
import { keyFilter } from "./filter.ts";
import { whyNotAPath } from "./key-path.ts";
import { march, type Pair } from "./march.ts";
import type { SyncOptions } from "./options.ts";
import type { Entry } from "./ports.ts";
import type { ObstacleReason, SideListing } from "./sighting.ts";
import type { WarningCode } from "./warning.ts";

/** A stretch of the plan in key order, and how many entries of each side it comes from. */
export interface PlannedPage {
  readonly planned: readonly (Change | Skip)[];
  readonly sourceEntries: number;
  readonly destinationEntries: number;
}

/** What to plan from. */
export interface PlanInput {
  readonly source: SideListing;
  readonly destination: SideListing;
  readonly direction: Direction;
  readonly options: SyncOptions;
}

/** Works out every change in key order; pure but for pulling the listings, and of constant memory. */
export async function* planChanges(input: PlanInput): AsyncGenerator<PlannedPage, void, undefined> {
  const judge = pairJudge(input.direction, input.options);
  for await (const pairs of march(input.source, input.destination)) {
    const planned: (Change | Skip)[] = [];
    let sourceEntries = 0;
    let destinationEntries = 0;
    for (const pair of pairs) {
      if (pair.kind === "both" || pair.kind === "sourceOnly") sourceEntries++;
      if (pair.kind === "both" || pair.kind === "destinationOnly") destinationEntries++;
      const change = judge(pair);
      if (change !== undefined) planned.push(change);
    }
    yield { planned, sourceEntries, destinationEntries };
  }
}

function pairJudge(
  direction: Direction,
  options: SyncOptions,
): (pair: Pair) => Change | Skip | undefined {
  const differs = comparison(direction, options);
  const takesPart = keyFilter(options.filters);
  const transfer = (change: Transfer): Transfer | Skip | undefined =>
    takesPart(change.key) ? unlessSkipped(change, options) : undefined;
  return (pair) => {
    switch (pair.kind) {
      case "both": {
        const { source, destination } = pair;
        const reason = differs(source, destination);
        if (reason === undefined) return undefined;
        return transfer({ kind: direction, key: source.key, source, destination, reason });
      }
      case "sourceOnly": {
        const { source } = pair;
        return transfer({ kind: direction, key: source.key, source, reason: "absent" });
      }
      case "destinationOnly": {
        const { destination } = pair;
        if (!options.delete || !takesPart(destination.key)) return undefined;
        return { kind: "delete", key: destination.key, destination };
      }
      case "obstacle": {
        const { key, obstacle } = pair.obstacle;
        if (isSilent(obstacle) || !takesPart(key)) return undefined;
        return { kind: "skip", key, side: pair.side, warning: obstacle };
      }
    }
  };
}

/** `--no-follow-symlinks` skips links without a word, as in the AWS CLI. */
function isSilent(reason: ObstacleReason): reason is Exclude<ObstacleReason, WarningCode> {
  return reason === "not-followed" || reason === "other-end" || reason === "echo";
}

function unlessSkipped(change: Transfer, options: SyncOptions): Transfer | Skip | undefined {
  if (change.kind === "upload") return change;
  if (isArchived(change.source) && !options.forceGlacierTransfer) {
    return options.ignoreGlacierWarnings ? undefined : skip(change.key, "glacier");
  }
  const unsafe = change.kind === "download" ? whyNotAPath(change.key) : emptyKey(change.key);
  return unsafe === undefined ? change : skip(change.key, unsafe);
}

function skip(key: string, warning: WarningCode): Skip {
  return { kind: "skip", key, side: "source", warning };
}

/** An object whose key is the source prefix itself has no name of its own at the destination. */
function emptyKey(key: string): WarningCode | undefined {
  return key === "" ? "empty-segment" : undefined;
}

/** A listing does not tell restored objects from others; GLACIER_IR reads like any other class. */
function isArchived(entry: Entry): boolean {
  return entry.storageClass === "GLACIER" || entry.storageClass === "DEEP_ARCHIVE";
}
