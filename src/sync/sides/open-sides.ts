import { UsageError } from "../../aws/index.ts";
import { type BucketSide, bucketSide } from "./bucket-side.ts";
import { countedInventory } from "../inventory/counted-inventory.ts";
import type { InventoryScope } from "../inventory/inventory-listing.ts";
import type { Inventory } from "../inventory/inventory-manifest.ts";
import { type Learned, pairedListings } from "../listing/paired-listings.ts";
import { openBucketCopy } from "./open-bucket-copy.ts";
import { openDownload } from "./open-download.ts";
import { openUpload } from "./open-upload.ts";
import { formatPlace, keyPrefix, type Place } from "./place.ts";
import { renewReplaced } from "./renew-replaced.ts";
import type { SideListing } from "../listing/side-listing.ts";
import type { Sides, Stores } from "./sides.ts";
import type { Workbench } from "../run/workbench.ts";

/** What to open; `stores` has one for each end that is in S3. */
export interface Ends {
  readonly source: Place;
  readonly destination: Place;
  readonly stores: Stores;
  /** What the source is listed by, instead of asking S3 for it. */
  readonly inventory?: Inventory;
  /** What is known of the keys of both, and what these listings add to it. */
  readonly learned?: Learned;
}

type S3Place = Extract<Place, { readonly kind: "s3" }>;

/** Opens both ends; throws `UsageError` for ends that no sync can have. */
export async function openSides(ends: Ends, bench: Workbench): Promise<Sides> {
  const { source, destination, stores } = ends;
  const { sourceCustomerKey, write } = bench.options;
  const written = { store: stores.destination, sseCustomer: write.sseCustomer };
  const listed = ends.inventory && countedInventory(ends.inventory);
  const renewed = (sides: Sides, from: BucketSide): Sides =>
    listed === undefined
      ? sides
      : { ...renewReplaced(sides, from, bench), inventoryReads: listed.reads };
  if (source.kind === "s3") {
    const opened = { store: stores.source, sseCustomer: sourceCustomerKey };
    if (destination.kind === "local") {
      const from = listedBy({ ...listed, source }, bucketSide(source, opened, bench), bench);
      return renewed(await openDownload(from, destination, bench), from);
    }
    const paired = pairedListings(ends.learned);
    const side = bucketSide(source, { ...opened, paired: paired.source }, bench);
    const from = listedBy({ ...listed, source }, side, bench);
    const to = bucketSide(destination, { ...written, paired: paired.destination }, bench);
    return renewed(openBucketCopy({ from, to }, { source, destination }, bench), from);
  }
  if (destination.kind === "s3") {
    return openUpload(source, bucketSide(destination, written, bench), bench);
  }
  throw new UsageError({
    en: `cannot sync \`${formatPlace(source)}\` to \`${formatPlace(destination)}\`: one of them must start with \`s3://\``,
    ja: `\`${formatPlace(source)}\` から \`${formatPlace(destination)}\` には同期できません。どちらかは \`s3://\` で始まる必要があります`,
  });
}

/** A bucket's end whose listing is an inventory, where there is one and not single keys are asked for. */
function listedBy(
  { inventory, source }: Pick<Ends, "inventory"> & { readonly source: S3Place },
  side: BucketSide,
  { scope, signal }: Workbench,
): BucketSide {
  if (inventory === undefined || scope?.kind === "only") return side;
  const { bucket, prefix: under } = source;
  const part = { bucket, prefix: keyPrefix(under), after: scope?.after, signal };
  return { ...side, listing: listingBy(inventory, part) };
}

/** What reads inventories is loaded where there is one. */
async function* listingBy(inventory: Inventory, scope: InventoryScope): SideListing {
  const { inventoryListing } = await import("../inventory/inventory-listing.ts");
  yield* inventoryListing(inventory, scope);
}
