import {
  type BucketStore,
  type Permission,
  type Place,
  runCopy,
  runRemoval,
  type RunJournal,
  runStream,
  runSync,
  type SyncEvent,
  type SyncJob,
} from "../sync/index.ts";
import type { CheckResult } from "./check-job.ts";
import type { AskedClients } from "./clients.ts";
import type { Job } from "./job.ts";
import { leadFleet } from "./lead-fleet.ts";
import { refuseByAlias } from "./refuse-by-alias.ts";
import type { Way } from "./way.ts";
import { withSettings } from "./with-settings.ts";
import { tryCheckJob } from "./try-check-job.ts";

/** What a run reports: first perhaps that the check stopped it, then the events of the run. */
export type SyncReport =
  | SyncEvent
  | { readonly type: "refused"; readonly check: CheckResult }
  /** How data goes between the buckets of two identities; right behind `started`. */
  | ({ readonly type: "way" } & Way);

/** Whether to check first, and what stops the run. */
export interface SyncRun {
  readonly check: boolean;
  readonly signal: AbortSignal;
  /** Of a sync. */
  readonly journal?: RunJournal | undefined;
  /** What every change waits for beside the check. */
  readonly permitted?: Permission | undefined;
  /** Where that was a question. */
  readonly way?: Way | undefined;
}

/**
 * Runs a job unless a permission is certainly missing. It lists while the check asks; nothing is
 * changed, or told, before the check has answered. What nobody could tell (`unknown`) stops nothing.
 */
export function syncOrExplain(
  job: Job,
  clients: AskedClients,
  { way, ...run }: SyncRun,
): AsyncGenerator<SyncReport, void, undefined> {
  const events = runOrExplain(job, clients, run);
  return way === undefined ? events : withWayTold(events, way);
}

async function* withWayTold(
  events: AsyncIterable<SyncReport>,
  way: Way,
): AsyncGenerator<SyncReport, void, undefined> {
  for await (const event of events) {
    yield event;
    if (event.type === "started") yield { type: "way", ...way };
  }
}

async function* runOrExplain(
  job: Job,
  clients: AskedClients,
  { check, signal, journal, permitted: asked }: Omit<SyncRun, "way">,
): AsyncGenerator<SyncReport, void, undefined> {
  await refuseByAlias(job, clients);
  // Of whoever signs nothing, nobody can tell what they may.
  if (!check || job.identities.unsigned === true) {
    yield* runJob(job, clients, { signal, journal, permitted: asked });
    return;
  }
  const stop = new AbortController();
  const stopToo = (): void => {
    stop.abort(signal.reason);
  };
  signal.addEventListener("abort", stopToo);
  if (signal.aborted) stopToo();
  const checking = clients
    .knowsCallers()
    .then((mayTell) => (mayTell ? tryCheckJob(job, clients, stop.signal) : undefined));
  const byCheck = checking.then(
    (result) => {
      if (result?.verdict === "denied") stop.abort();
    },
    () => {
      stop.abort();
    },
  );
  const permitted: Permission = async () => {
    await byCheck;
    return asked?.();
  };
  const events = runJob(job, clients, { signal: stop.signal, permitted, journal });
  try {
    const first = events.next();
    // What goes wrong with it is told once the check has answered.
    first.catch(() => undefined);
    const result = await checking;
    if (result?.verdict === "denied") {
      yield { type: "refused", check: result };
      return;
    }
    for (let next = await first; next.done !== true; next = await events.next()) yield next.value;
  } finally {
    stop.abort();
    signal.removeEventListener("abort", stopToo);
    await events.return();
  }
}

type Means = Omit<SyncRun, "check" | "way">;

function runJob(
  job: Job,
  clients: AskedClients,
  { journal, signal, permitted }: Means,
): AsyncGenerator<SyncEvent, void, undefined> {
  const { work, source, destination, options, fleet } = job;
  const stores = storesOf(clients);
  const run = { signal, ...(permitted && { permitted }) };
  const settled = withSettings(options, clients.transfers);
  const kept = keptIn(job, clients);
  const ends = { source, destination, stores, options: settled, ...run };
  if (fleet !== undefined) {
    return leadFleet(job, fleet, { ...run, stores, endpoint: clients.endpoint });
  }
  switch (work) {
    case "sync":
      return runSync({
        ...ends,
        ...kept,
        ...(journal && { journal }),
        ...(clients.batch && { batch: clients.batch }),
        ...(clients.inventory && { inventory: clients.inventory }),
      });
    case "copy":
    case "move":
      return runCopy({ ...ends, ...kept, moves: work === "move" });
    case "remove":
      return runRemoval({
        ...bucketEnd(destination, stores.destination),
        options: settled,
        ...kept,
        ...run,
      });
    case "stream":
      return streamed({ ...job, options: settled }, stores, run);
  }
}

function storesOf({
  source,
  destination,
}: AskedClients): Pick<AskedClients, "source" | "destination"> {
  return { ...(source && { source }), ...(destination && { destination }) };
}

/** Where the run keeps what it replaces or deletes. */
function keptIn({ backup: place }: Job, { backup: store }: AskedClients): Pick<SyncJob, "backup"> {
  return place === undefined ? {} : { backup: { place, ...(store && { store }) } };
}

function streamed(
  { source, destination, options, stream }: Job,
  stores: Pick<AskedClients, "source" | "destination">,
  run: Pick<SyncRun, "signal"> & { readonly permitted?: Permission },
): AsyncGenerator<SyncEvent, void, undefined> {
  if (stream === undefined) throw new Error("a stream has two ends");
  const work = { options, ...stream, ...run };
  return source.kind === "local"
    ? runStream({ direction: "upload", ...bucketEnd(destination, stores.destination), ...work })
    : runStream({ direction: "download", ...bucketEnd(source, stores.source), ...work });
}

interface BucketEnd {
  readonly place: Extract<Place, { readonly kind: "s3" }>;
  readonly store: BucketStore;
}

function bucketEnd(place: Place, store: BucketStore | undefined): BucketEnd {
  if (place.kind === "s3" && store !== undefined) return { place, store };
  throw new Error("a job was opened without the store of its bucket");
}
