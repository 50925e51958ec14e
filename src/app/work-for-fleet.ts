import { UsageError } from "../aws/index.ts";
import type {
  FleetBoard,
  FleetEnds,
  FleetRun,
  RangeResult,
  RangeRunner,
  RangeTask,
} from "../fleet/index.ts";
import {
  hasContent,
  Learned,
  type RangeEnd,
  runRange,
  type SyncCounts,
  type SyncEvent,
  type SyncOptions,
} from "../sync/index.ts";
import { type Clients, openClients } from "./clients.ts";
import { fleetEnds } from "./fleet-order.ts";
import type { IdentityFlags, Job } from "./job.ts";
import { parseOrder } from "./parse-order.ts";
import { withSettings } from "./with-settings.ts";

/** A worker of a fleet as it was asked for. */
export interface FleetWorkerRequest {
  readonly redis: string;
  readonly version: string;
  /** Who acts, where not whom the run names. */
  readonly identities: Partial<IdentityFlags>;
  readonly signal: AbortSignal;
  /** Told when it waits for ranges. */
  readonly ready: () => void;
  /** Told when a range has come to its end here. */
  readonly tell: (news: RangeNews) => void;
  /** Told once of each run that it leaves to others, and of what is wrong with Redis. */
  readonly tellFault: (error: Error) => void;
}

/** What became of the keys of a run behind one of them. */
export type RangeNews = { readonly run: string; readonly after: string } & (
  { readonly counts: SyncCounts } | { readonly error: Error }
);

/** Does ranges of the runs of a fleet until the signal. */
export async function workForFleet(request: FleetWorkerRequest): Promise<void> {
  // Loaded only for those who have a fleet.
  const { errorFromWire, openRedisBoard, workWatched } = await import("../fleet/index.ts");
  const { version, signal, tellFault } = request;
  const tell = ({ run, span: { after = "" } }: RangeTask, result: RangeResult): void => {
    const outcome =
      result.kind === "done" ? { counts: result.counts } : { error: errorFromWire(result.error) };
    request.tell({ run, after, ...outcome });
  };
  const board = await openRedisBoard(request.redis);
  const runner = new Runner(board, request.identities);
  try {
    request.ready();
    await workWatched({ board, version, signal, tell, tellFault, runner });
  } finally {
    await runner.close();
    await board.close();
  }
}

/** What is kept from one range of a run to the next. */
interface Kept {
  readonly name: string;
  readonly job: Job;
  readonly clients: Clients;
  readonly learned: Learned;
}

const NOT_REFUSED_HERE: Partial<SyncOptions> = { allowEmptySource: true };

/** Runs ranges with clients that are kept from one to the next. */
class Runner implements RangeRunner {
  readonly #board: FleetBoard;
  readonly #identities: Partial<IdentityFlags>;
  #kept: Kept | undefined;

  constructor(board: FleetBoard, identities: Partial<IdentityFlags>) {
    this.#board = board;
    this.#identities = identities;
  }

  async prepare(run: FleetRun): Promise<UsageError | undefined> {
    const { source, hasContent: isFull } = parseOrder(run.order);
    if (source.kind === "local" && isFull && !(await hasContent(source.path))) {
      return new UsageError({
        en: `cannot read source \`${source.path}\` here: nothing is there, and whoever leads the run sees something; each worker must see the same files`,
        ja: `ここではコピー元 \`${source.path}\` を読み取れません。実行を進めている側にはファイルがありますが、ここには何もありません。どのワーカーからも同じファイルが見える必要があります`,
      });
    }
    try {
      await this.#open(run);
      return undefined;
    } catch (error) {
      // A profile that is not here is somewhere else.
      if (error instanceof UsageError) return error;
      throw error;
    }
  }

  ends(run: FleetRun): FleetEnds {
    return fleetEnds(parseOrder(run.order));
  }

  async *start({
    run,
    range,
    mayDelete,
    signal,
  }: Parameters<RangeRunner["start"]>[0]): AsyncGenerator<SyncEvent, RangeEnd, undefined> {
    const { job, clients, learned } = await this.#open(run);
    const { source, destination } = job;
    const options = {
      ...withSettings(job.options, clients.transfers),
      // What the fleet may delete is counted for all its workers together.
      maxDelete: Infinity,
      // Where whoever leads sees no source either, it refuses to delete, for the whole: to try again shows no more.
      ...(range.part.holdsDeletions && !parseOrder(run.order).hasContent && NOT_REFUSED_HERE),
    };
    const stores = {
      ...(clients.source && { source: clients.source }),
      ...(clients.destination && { destination: clients.destination }),
    };
    const ends = { source, destination, stores };
    return yield* runRange({ ...ends, options, signal, range, mayDelete, learned });
  }

  async close(): Promise<void> {
    await this.#kept?.clients.close();
    this.#kept = undefined;
  }

  async #open(run: FleetRun): Promise<Kept> {
    const workers = Math.max(1, (await this.#board.workers()).length);
    // Whoever goes on with a run may have others act, at another speed.
    const name = JSON.stringify([run.id, run.order, workers]);
    if (this.#kept?.name === name) return this.#kept;
    await this.close();
    const { source, destination, options, identities } = parseOrder(run.order);
    const job: Job = {
      ...{ work: "sync", source, destination, calls: [] },
      options: shareOf(options, workers),
      identities: { ownerProfiles: [], ...identities, ...this.#identities },
    };
    this.#kept = { name, job, clients: await openClients(job), learned: new Learned() };
    return this.#kept;
  }
}

/** A worker's share of what all of them may do together. */
function shareOf(options: SyncOptions, workers: number): SyncOptions {
  const { maxConcurrentRequests, maxBandwidth } = options.asked ?? {};
  const asked = {
    ...(maxConcurrentRequests !== undefined && {
      maxConcurrentRequests: Math.max(1, Math.floor(maxConcurrentRequests / workers)),
    }),
    ...(maxBandwidth !== undefined && { maxBandwidth: Math.max(1, maxBandwidth / workers) }),
  };
  return { ...options, ...asked, asked };
}
