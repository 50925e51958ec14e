import type { S3Operation } from "../aws/index.ts";
import type { Change } from "./change.ts";
import type { SyncOptions } from "./options.ts";
import type { Place } from "./place.ts";
import type { Sides } from "./sides.ts";
import {
  type RequestCounts,
  requestsOf,
  requestsOfDeletions,
  requestsOfMove,
} from "./plan-requests.ts";

/** What a plan comes to, were it carried out. */
export interface PlanTotals {
  readonly transfers: number;
  readonly transferBytes: number;
  readonly deletions: number;
  readonly requests: RequestCounts;
  readonly cost: RequestCost;
}

/** What the requests cost: neither storage, nor retrieval, nor data transfer. */
interface RequestCost {
  readonly dollars: number;
  readonly priceList: string;
  readonly pricesOf: string;
}

type RequestClass = "write" | "read" | "free";

const CLASSES: Readonly<Record<S3Operation, RequestClass>> = {
  ListObjectsV2: "write",
  PutObject: "write",
  CopyObject: "write",
  CreateMultipartUpload: "write",
  UploadPart: "write",
  UploadPartCopy: "write",
  ListParts: "write",
  ListMultipartUploads: "write",
  CompleteMultipartUpload: "write",
  PutObjectTagging: "write",
  HeadObject: "read",
  GetObject: "read",
  GetObjectTagging: "read",
  DeleteObject: "free",
  DeleteObjects: "free",
  AbortMultipartUpload: "free",
};

/** Dollars for 1,000 requests (Amazon S3 pricing, Requests & data retrievals, S3 Standard). */
const PRICES: Readonly<Record<RequestClass, number>> = { write: 0.005, read: 0.0004, free: 0 };
const PRICE_LIST = "S3 Standard, us-east-1";
const PRICES_OF = "2026-11";

/** A run whose requests are counted. */
interface CountedRun {
  readonly source: Place;
  readonly destination: Place;
  readonly moves?: boolean;
  readonly sides: Pick<Sides, "direction" | "seesDestination">;
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
  #transfers = 0;
  #transferBytes = 0;
  #deletions = 0;

  constructor(run: CountedRun, options: SyncOptions) {
    this.#run = run;
    this.#options = options;
  }

  add(change: Change): void {
    if (change.kind === "delete") {
      this.#deletions++;
      return;
    }
    this.#transfers++;
    this.#transferBytes += change.source.size;
    this.#count(requestsOf(change, this.#options));
    if (this.#run.moves === true) this.#count(requestsOfMove(this.#run, this.#options));
  }

  /** The totals, with the pages of the listings that showed so many entries. */
  totals({ sourceEntries, destinationEntries }: ListedEntries): PlanTotals {
    const { source, destination, sides } = this.#run;
    if (sides.direction !== "delete") this.#countListing(source, sourceEntries);
    // To delete a key takes no look at it.
    if (sides.seesDestination && destination.only !== true) {
      this.#countListing(destination, destinationEntries);
    }
    if (destination.kind === "s3") {
      this.#count(requestsOfDeletions(this.#deletions, this.#options));
    }
    return {
      transfers: this.#transfers,
      transferBytes: this.#transferBytes,
      deletions: this.#deletions,
      requests: Object.fromEntries(this.#requests),
      cost: { dollars: this.#dollars(), priceList: PRICE_LIST, pricesOf: PRICES_OF },
    };
  }

  /** One object alone is asked for, not listed. */
  #countListing(place: Place, entries: number): void {
    if (place.kind === "local") return;
    const pageSize = this.#options.pageSize ?? 1_000;
    const pages = Math.max(1, Math.ceil(entries / pageSize));
    this.#count(place.only === true ? { HeadObject: 1 } : { ListObjectsV2: pages });
  }

  #count(requests: RequestCounts): void {
    for (const [operation, count] of Object.entries(requests) as [S3Operation, number][]) {
      if (count > 0) this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + count);
    }
  }

  #dollars(): number {
    let dollars = 0;
    for (const [operation, count] of this.#requests) {
      dollars += (count * PRICES[CLASSES[operation]]) / 1_000;
    }
    return dollars;
  }
}
