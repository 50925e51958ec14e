import type { Deletion, Direction, Transfer, TransferReason } from "../compare/change.ts";
import type { BucketStore, Entry, MultipartUpload, Tag } from "../ports.ts";
import type { SideListing } from "../listing/side-listing.ts";
import type { Reporter } from "../run/workbench.ts";

/** The stores of a sync's S3 sides, each through the identity of its side. */
export interface Stores {
  readonly source?: BucketStore;
  readonly destination?: BucketStore;
}

/** Two opened ends: how to list them, and how to carry out changes between them. */
export interface Sides {
  readonly direction: Direction | "delete";
  /** Whether the destination is looked at before; otherwise what is there already is no surprise. */
  readonly seesDestination: boolean;
  readonly source: SideListing;
  /** How many requests have read from the inventory that the source is listed by, where it is. */
  readonly inventoryReads?: () => number;
  readonly destination: SideListing;
  /** Looks closer at two entries that their listings do not tell apart. */
  readonly examine: (pair: {
    readonly source: Entry;
    readonly destination: Entry;
  }) => Promise<TransferReason | undefined>;
  readonly transfer: (change: Transfer, reporter: Reporter) => Promise<void>;
  /** How many deletions go with one request. */
  readonly deletesAtOnce: number;
  /** Takes away so many at once; answers what refused, by key. */
  readonly remove: (batch: readonly Deletion[]) => Promise<ReadonlyMap<string, unknown>>;
  /** Drops an upload in parts to the destination; where that is in S3. */
  readonly abortUpload?: (upload: MultipartUpload) => Promise<void>;
  /** Gives an object of the destination tags, by its full key; where that is in S3. */
  readonly putTags?: (key: string, tags: readonly Tag[]) => Promise<void>;
  /** Whether the source can still be seen; a disk that went away must not empty the other side. */
  readonly isSourceThere: () => Promise<boolean>;
  /** Makes room for a key where deletions have left empty directories. */
  readonly clearTheWay: (key: string) => Promise<void>;
}
