import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Transfer } from "../compare/change.ts";
import type { Permission } from "../run/once-permitted.ts";
import { stopsRun } from "../run/stops-run.ts";
import { formatPlace, fullKey, keyPrefix } from "../sides/place.ts";
import type { BucketStore } from "../ports.ts";
import { type BatchJobs, isOver } from "./batch-jobs.ts";
import { MOST_BYTES, OBJECTS_IN_JOB } from "./batch-limits.ts";
import { BatchShard } from "./batch-shard.ts";
import type { BatchWay } from "./batch-way.ts";
import { type Outcome, shardOutcomes } from "./shard-outcomes.ts";
import { ManifestWriter } from "./write-manifest.ts";

/** What a run by jobs works with. */
export interface BatchMeans {
  readonly jobs: BatchJobs;
  /** The role that the jobs act as. */
  readonly roleArn: string;
  /** Where manifests and completion reports go, through the identity that runs. */
  readonly manifests: { readonly store: BucketStore; readonly prefix: string };
  /** Objects of one job at most. */
  readonly objectsInJob?: number;
  /** Bytes of an object that a job copies, at most. */
  readonly mostBytes?: number;
}

/** A job that has begun. */
export interface BegunJob {
  readonly id: string;
  readonly region: string;
  readonly objects: number;
}

/** What comes of jobs, as it comes. */
export type BatchNews =
  | { readonly kind: "progress"; readonly objects: number; readonly bytes: number }
  | ({ readonly kind: "outcome" } & Outcome);

/** The run that jobs are a part of. */
export interface BatchRun {
  readonly way: BatchWay;
  readonly signal: AbortSignal;
  /** What the first manifest, and every job, waits for. */
  readonly permitted?: Permission | undefined;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/** Amazon S3 API Reference, CreateJob: Description. */
const LONGEST_DESCRIPTION = 256;
/** Of the newest jobs, whichever they are. */
const MOST_LOOKED_AT = 1_000;

interface RunningShard {
  readonly shard: BatchShard;
  readonly id: string;
  told: number;
}

/** Hands transfers to jobs of S3 Batch Operations, and tells what became of them. */
export class BatchEngine {
  readonly #means: BatchMeans;
  readonly #run: BatchRun;
  readonly #name = randomBytes(4).toString("hex");
  #begun = 0;
  #hasLooked = false;
  #filling: BatchShard | undefined;
  #running: RunningShard[] = [];

  constructor(means: BatchMeans, run: BatchRun) {
    this.#means = means;
    this.#run = run;
  }

  /**
   * Jobs of earlier runs between the same ends that are not over, at the first call; none where they cannot be
   * listed. Where jobs are is known once the destination has answered.
   */
  async earlierJobs(): Promise<readonly string[]> {
    const found: string[] = [];
    if (this.#hasLooked) return found;
    this.#hasLooked = true;
    const { signal } = this.#run;
    let looked = 0;
    try {
      for await (const job of this.#means.jobs.list({ signal })) {
        if (!isOver(job) && job.description === this.#description) found.push(job.id);
        if (++looked === MOST_LOOKED_AT) break;
      }
    } catch (error) {
      signal.throwIfAborted();
      // The run itself does not need to know, whether they were refused or not reached.
      if (stopsRun(error)) throw error;
    }
    return found;
  }

  /** Whether a job can do it. */
  takes({ kind, source }: Transfer): boolean {
    return kind === "copy" && source.size <= (this.#means.mostBytes ?? MOST_BYTES);
  }

  /** Puts it into a manifest; resolves to the job that begins when that is full. */
  async hand(transfer: Transfer): Promise<BegunJob | undefined> {
    this.#filling ??= await this.#openShard();
    await this.#filling.add(transfer, this.#sourceKeyOf(transfer));
    const isFull = this.#filling.objects >= (this.#means.objectsInJob ?? OBJECTS_IN_JOB);
    return isFull ? this.close() : undefined;
  }

  /** Begins the job of what is left, if anything is. */
  async close(): Promise<BegunJob | undefined> {
    const shard = this.#filling;
    if (shard === undefined) return undefined;
    await this.#permission();
    const { etag, key } = await shard.manifest.end();
    const { way } = this.#run;
    const { jobs, roleArn, manifests } = this.#means;
    const { bucket } = manifests.store;
    const { id, region } = await jobs.create({
      description: this.#description,
      roleArn,
      destinationBucket: way.destination.bucket,
      ...(way.folder !== undefined && { destinationFolder: way.folder }),
      write: way.write,
      manifest: { bucket, key, etag },
      report: { bucket, prefix: this.#reports },
    });
    this.#running.push({ shard, id, told: 0 });
    this.#filling = undefined;
    return { id, region, objects: shard.objects };
  }

  /** Follows every job to its end. */
  async *news(): AsyncGenerator<BatchNews, void, undefined> {
    const { signal } = this.#run;
    for (let waitMs = FIRST_WAIT_MS; this.#running.length > 0; waitMs *= 1.5) {
      const before = this.#running.length;
      for (const running of [...this.#running]) yield* this.#follow(running);
      if (this.#running.length < before) continue;
      await wait(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal });
    }
  }

  /** Removes what is on disk, and what has no job yet; jobs go on. */
  async dispose(): Promise<void> {
    await this.#filling?.manifest.discard();
    await this.#filling?.dispose();
    await Promise.all(this.#running.map(({ shard }) => shard.dispose()));
  }

  get #description(): string {
    const { source, destination } = this.#run.way;
    const whole = `sluice ${formatPlace(source)} ${formatPlace(destination)}`;
    return whole.slice(0, LONGEST_DESCRIPTION);
  }

  async *#follow(running: RunningShard): AsyncGenerator<BatchNews, void, undefined> {
    const { shard, id } = running;
    const job = await this.#means.jobs.describe(id);
    const ended = isOver(job);
    const done = ended ? shard.objects : job.succeeded + job.failed;
    // Of the objects that are done nobody says which they are.
    const bytesOf = (objects: number): number =>
      Math.floor((shard.bytes * objects) / shard.objects);
    const bytes = bytesOf(done) - bytesOf(running.told);
    yield { kind: "progress", objects: done - running.told, bytes };
    running.told = done;
    if (!ended) return;
    const { store } = this.#means.manifests;
    const report = { store, folder: `${this.#reports}/job-${id}/`, signal: this.#run.signal };
    const sourceKeyOf = (transfer: Transfer): string => this.#sourceKeyOf(transfer);
    for await (const outcome of shardOutcomes({ shard, job, report, sourceKeyOf })) {
      yield { kind: "outcome", ...outcome };
    }
    await shard.dispose();
    this.#running = this.#running.filter((other) => other !== running);
  }

  async #openShard(): Promise<BatchShard> {
    await this.#permission();
    const number = String(++this.#begun).padStart(5, "0");
    const { prefix, store } = this.#means.manifests;
    const key = `${keyPrefix(prefix)}manifests/${this.#name}-${number}.csv`;
    const { way, signal } = this.#run;
    return new BatchShard(new ManifestWriter({ store, key, signal }, way.source.bucket));
  }

  async #permission(): Promise<void> {
    const { permitted, signal } = this.#run;
    const made = await permitted?.();
    made?.();
    signal.throwIfAborted();
  }

  get #reports(): string {
    return `${keyPrefix(this.#means.manifests.prefix)}reports`;
  }

  #sourceKeyOf({ key }: Transfer): string {
    return fullKey(this.#run.way.source, key);
  }
}
