import type { S3Operation } from "../../aws/index.ts";
import type { Change } from "../compare/change.ts";
import type { SyncOptions } from "../options.ts";
import type { Entry } from "../ports.ts";
import { EngineCounter, type EngineEstimate } from "./engine-estimates.ts";
import type { Place } from "../sides/place.ts";
import type { Sides } from "../sides/sides.ts";
import {
  type RequestCounts,
  requestsOf,
  requestsOfDeletions,
  requestsOfKeeping,
  requestsOfMove,
} from "./plan-requests.ts";
import { dollarsOf, entriesOf, PRICE_LIST, PRICES_OF } from "./request-prices.ts";

/** What a plan comes to, were it carried out. */
export interface PlanTotals {
  readonly transfers: number;
  readonly transferBytes: number;
  readonly deletions: number;
  readonly requests: RequestCounts;
  readonly cost: RequestCost;
  /** What each engine would take that can copy; of copies from bucket to bucket by one identity. */
  readonly engines?: readonly EngineEstimate[];
}

/** What the requests, and jobs, cost: neither storage, nor retrieval, nor data transfer. */
interface RequestCost {
  readonly dollars: number;
  /** Jobs of S3 Batch Operations whose fees are in it. */
  readonly jobs?: number;
  readonly priceList: string;
  readonly pricesOf: string;
}

/** A run whose requests are counted. */
interface CountedRun {
  readonly source: Place;
  readonly destination: Place;
  readonly moves?: boolean;
  readonly sides: Pick<Sides, "direction" | "seesDestination" | "inventoryReads">;
  /** Where what is replaced or deleted is kept, if anywhere. */
  readonly backup?: { readonly place: Place };
  /** Jobs of S3 Batch Operations, where these copy what they can. */
  readonly batch?: object | undefined;
}

/** What the listings showed. */
interface ListedEntries {
  readonly sourceEntries: number;
  readonly destinationEntries: number;
}

/** Adds up a plan as it is made. */
export class PlanCounter {
  readonly #options: SyncOptions;
  readonly #run: CountedRun;
  readonly #requests = new Map<S3Operation, number>();
  readonly #engines = new EngineCounter();
  #transfers = 0;
  #transferBytes = 0;
  #deletions = 0;

  constructor(run: CountedRun, options: SyncOptions) {
    this.#run = run;
    this.#options = options;
  }

  add(change: Change): void {
    if (change.destination !== undefined) this.#countKeeping(change.destination);
    if (change.kind === "delete") {
      this.#deletions++;
      return;
    }
    this.#transfers++;
    this.#transferBytes += change.source.size;
    const requests = requestsOf(change, this.#options);
    this.#count(requests);
    if (this.#options.through === "copy") this.#engines.add(change, requests);
    if (this.#run.moves === true) this.#count(requestsOfMove(this.#run, this.#options));
  }

  /** The totals, with the pages of the listings that showed so many entries. */
  totals({ sourceEntries, destinationEntries }: ListedEntries): PlanTotals {
    const { source, destination, sides } = this.#run;
    if (sides.inventoryReads !== undefined) this.#count({ GetObject: sides.inventoryReads() });
    else if (sides.direction !== "delete") this.#countListing(source, sourceEntries);
    // To delete a key takes no look at it.
    if (sides.seesDestination && destination.only !== true) {
      this.#countListing(destination, destinationEntries);
    }
    if (destination.kind === "s3") {
      this.#count(requestsOfDeletions(this.#deletions, this.#options));
    }
    const own: RequestCounts = Object.fromEntries(this.#requests);
    const dollars = dollarsOf(own);
    const engines = this.#engines.estimates(dollars);
    const byJobs =
      this.#run.batch && engines?.find(({ engine, jobs }) => engine === "s3-batch" && jobs > 0);
    const cost = byJobs ? { dollars: byJobs.dollars, jobs: byJobs.jobs } : { dollars };
    return {
      transfers: this.#transfers,
      transferBytes: this.#transferBytes,
      deletions: this.#deletions,
      requests: byJobs ? this.#engines.withJobs(own) : own,
      cost: { ...cost, priceList: PRICE_LIST, pricesOf: PRICES_OF },
      ...(engines && { engines }),
    };
  }

  #countKeeping(entry: Entry): void {
    const { destination: from, backup } = this.#run;
    if (backup === undefined) return;
    this.#count(requestsOfKeeping(entry, { from, to: backup.place }, this.#options));
  }

  /** One object alone is asked for, not listed. */
  #countListing(place: Place, entries: number): void {
    if (place.kind === "local") return;
    const pageSize = this.#options.pageSize ?? 1_000;
    const pages = Math.max(1, Math.ceil(entries / pageSize));
    this.#count(place.only === true ? { HeadObject: 1 } : { ListObjectsV2: pages });
  }

  #count(requests: RequestCounts): void {
    for (const [operation, count] of entriesOf(requests)) {
      if (count > 0) this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + count);
    }
  }
}
