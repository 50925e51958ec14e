import type { Change, Direction, Skip, Transfer, TransferReason } from "./change.ts";
import { comparison, type Comparing } from "./compare.ts";
import { eachPart } from "../transfer/each-part.ts";
import { keyFilter } from "../listing/filter.ts";
import { whyNotAPath } from "../sides/key-path.ts";
import { type Look, march, type Pair } from "./march.ts";
import type { SyncOptions } from "../options.ts";
import type { Entry } from "../ports.ts";
import type { SideListing } from "../listing/side-listing.ts";
import type { ObstacleReason } from "../listing/sighting.ts";
import type { WarningCode } from "../report/warning.ts";

/** A stretch of the plan in key order, and how many entries of each side it comes from. */
export interface PlannedPage {
  readonly planned: readonly (Change | Skip)[];
  readonly sourceEntries: number;
  readonly destinationEntries: number;
  /** Whatever there is to do up to and with this key is in this page or one before it. */
  readonly through?: string | undefined;
}

/** What to plan from. */
export interface PlanInput {
  readonly source: SideListing;
  readonly destination: SideListing;
  readonly direction: Direction;
  readonly options: SyncOptions;
  /** Looks closer at two entries that their listings do not tell apart. */
  readonly examine: (pair: Both) => Promise<TransferReason | undefined>;
}

type Both = Pick<Extract<Pair, { readonly kind: "both" }>, "source" | "destination">;

/** A pair that must be looked at more closely before anything is known of it. */
interface Doubt extends Both {
  readonly kind: "doubt";
}

type Judged = Change | Skip | Doubt;

/** Works out every change in key order; pure but for pulling the listings, and of constant memory. */
export async function* planChanges(input: PlanInput): AsyncGenerator<PlannedPage, void, undefined> {
  const differs = comparison(input.direction, input.options);
  const judge = pairJudge(input, differs);
  const isSettled = (source: Look, destination: Look): boolean =>
    differs(source, destination) === undefined;
  const how = { shields: !input.options.awsCompat, isSettled };
  for await (const { pairs, settled, through } of march(input.source, input.destination, how)) {
    const judged: Judged[] = [];
    let doubts = 0;
    let sourceEntries = settled;
    let destinationEntries = settled;
    for (const pair of pairs) {
      if (pair.kind === "both" || pair.kind === "sourceOnly") sourceEntries++;
      if (pair.kind === "both" || pair.kind === "destinationOnly") destinationEntries++;
      const change = judge(pair);
      if (change === undefined) continue;
      judged.push(change);
      if (change.kind === "doubt") doubts++;
    }
    const planned = doubts === 0 ? (judged as (Change | Skip)[]) : await examineAll(judged, input);
    yield { planned, sourceEntries, destinationEntries, through };
  }
}

/** Has every doubt of a page examined, several at once, and keeps the order. */
async function examineAll(
  judged: readonly Judged[],
  { examine, direction, options }: PlanInput,
): Promise<readonly (Change | Skip)[]> {
  const examined = await eachPart(judged, options.maxConcurrentRequests, async (one) => {
    if (one.kind !== "doubt") return one;
    const { source, destination } = one;
    const reason = await examine(one);
    if (reason === undefined) return undefined;
    const change = { kind: direction, key: source.key, source, destination, reason };
    return unlessSkipped(change, options);
  });
  return examined.filter((one) => one !== undefined);
}

function pairJudge(
  { direction, options }: PlanInput,
  differs: Comparing,
): (pair: Pair) => Judged | undefined {
  const takesPart = keyFilter(options.filters);
  const transfer = (change: Transfer): Transfer | Skip | undefined =>
    takesPart(change.key) ? unlessSkipped(change, options) : undefined;
  return (pair) => {
    switch (pair.kind) {
      case "both": {
        const { source, destination } = pair;
        const reason = differs(source, destination);
        if (reason === undefined) return undefined;
        if (reason === "examine") {
          return takesPart(source.key) ? { kind: "doubt", source, destination } : undefined;
        }
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
