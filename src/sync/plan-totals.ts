import type { S3Operation } from "../aws/index.ts";
import type { Change } from "./change.ts";
import type { SyncOptions } from "./options.ts";
import type { Place } from "./place.ts";
import { type RequestCounts, requestsOf, requestsOfDeletions } from "./plan-requests.ts";

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

/** What the listings showed. */
interface ListedEntries {
  readonly sourceEntries: number;
  readonly destinationEntries: number;
}

/** Adds up a plan as it is made. */
export class PlanCounter {
  readonly #options: SyncOptions;
  readonly #source: Place;
  readonly #destination: Place;
  readonly #requests = new Map<S3Operation, number>();
  #transfers = 0;
  #transferBytes = 0;
  #deletions = 0;

  constructor(ends: { readonly source: Place; readonly destination: Place }, options: SyncOptions) {
    this.#source = ends.source;
    this.#destination = ends.destination;
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
  }

  /** The totals, with the pages of the listings that showed so many entries. */
  totals({ sourceEntries, destinationEntries }: ListedEntries): PlanTotals {
    if (this.#source.kind === "s3") this.#countPages(sourceEntries);
    if (this.#destination.kind === "s3") {
      this.#countPages(destinationEntries);
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

  #countPages(entries: number): void {
    const pageSize = this.#options.pageSize ?? 1_000;
    this.#count({ ListObjectsV2: Math.max(1, Math.ceil(entries / pageSize)) });
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
