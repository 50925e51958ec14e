import type { Directories } from "./directories.ts";
import type { Skip } from "./excluded-keys.ts";
import type { KeySpace } from "./key-space.ts";
import type { ListingBudget } from "./listing-budget.ts";
import type { Lead } from "./paired-listings.ts";
import type { ListedPage, PageOptions } from "../ports.ts";

/** How to list a bucket. */
export interface SplitOptions {
  /** Asks for one page. */
  readonly ask: (from: PageOptions["from"]) => Promise<ListedPage>;
  /** Whether an error says that the service does not go on behind any key. */
  readonly isRefusal: (error: unknown) => boolean;
  /** Whether this process has time for more. */
  readonly isIdle: () => boolean;
  /** Requests in flight at most. */
  readonly width: number;
  /** Bytes of pages that may wait for those before them. */
  readonly room?: number | undefined;
  /** Begins behind this key. */
  readonly after?: string | undefined;
  /** Asks for no more once it has seen a key behind this one, which may come nearer. */
  readonly through?: () => string | undefined;
  /** Where a listing that has come to a key may go on, where that is not right behind it. */
  readonly skipFrom?: ((key: string) => Skip | undefined) | undefined;
  /** What its requests are counted in, where that is not its own. */
  readonly budget?: ListingBudget | undefined;
  /** What is known of the keys, where something may be. */
  readonly space?: KeySpace | undefined;
  /** What is known of the directories. */
  readonly directories?: Directories | undefined;
  /** A listing of much the same keys, as long as that goes on. */
  readonly lead?: (() => Lead | undefined) | undefined;
}
