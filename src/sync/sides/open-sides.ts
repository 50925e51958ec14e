import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { type BucketSide, bucketSide } from "./bucket-side.ts";
import { copy } from "../transfer/copy.ts";
import { DestinationRoot } from "./destination-root.ts";
import { download } from "../transfer/download.ts";
import { emptyListing, localListing, obstructedListing } from "../listing/local-listing.ts";
import { hasContent, kindOfRoot, refuseRoot, unlinkIfThere } from "./local-root.ts";
import { descriptionIn } from "../compare/describes-same.ts";
import { ExcludedKeys } from "../listing/excluded-keys.ts";
import { examineFile, examineObjects } from "../transfer/examine.ts";
import { withoutOtherEnd } from "./other-end.ts";
import { inventoryListing } from "../inventory/inventory-listing.ts";
import type { Inventory } from "../inventory/inventory-manifest.ts";
import { formatPlace, keyPrefix, type Place } from "./place.ts";
import { refusalsOf } from "../deletion/refusals-of.ts";
import { sweeperFor } from "../journal/sweeper-for.ts";
import type { Sides, Stores } from "./sides.ts";
import { streamCopy } from "../transfer/stream-copy.ts";
import { upload, writeOptionsFor } from "../transfer/upload.ts";
import type { Workbench } from "../run/workbench.ts";

/** What to open; `stores` has one for each end that is in S3. */
export interface Ends {
  readonly source: Place;
  readonly destination: Place;
  readonly stores: Stores;
  /** What the source is listed by, instead of asking S3 for it. */
  readonly inventory?: Inventory;
}

type S3Place = Extract<Place, { readonly kind: "s3" }>;
type LocalPlace = Extract<Place, { readonly kind: "local" }>;

/** Opens both ends; throws `UsageError` for ends that no sync can have. */
export async function openSides(ends: Ends, bench: Workbench): Promise<Sides> {
  const { source, destination, stores } = ends;
  const { sourceCustomerKey, write } = bench.options;
  const written = { store: stores.destination, sseCustomer: write.sseCustomer };
  if (source.kind === "s3") {
    const opened = { store: stores.source, sseCustomer: sourceCustomerKey };
    const from = listedBy({ ...ends, source }, bucketSide(source, opened, bench), bench);
    if (destination.kind === "local") return openDownload(from, destination, bench);
    const to = bucketSide(destination, written, bench);
    return withoutEachOther(openCopy(from, to, bench), ends, bench);
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
  return { ...side, listing: inventoryListing(inventory, part) };
}

/** S3 neither goes away as a disk does, nor has directories that stand in a key's way. */
const ofBuckets = {
  seesDestination: true,
  isSourceThere: (): Promise<boolean> => Promise.resolve(true),
  clearTheWay: (): Promise<void> => Promise.resolve(),
};

function openCopy(from: BucketSide, to: BucketSide, bench: Workbench): Sides {
  const move = bench.options.through === "stream" ? streamCopy : copy;
  return {
    ...ofBuckets,
    direction: "copy",
    source: from.listing,
    destination: to.listing,
    examine: ({ source, destination }) =>
      examineObjects([from.listed(source), to.listed(destination)], bench),
    transfer: ({ key, source: entry }, reporter) => {
      const ends = {
        from: { store: from.store, key: from.fullKey(key) },
        to: { store: to.store, key: to.fullKey(key) },
      };
      return move({ ...ends, entry }, bench, reporter);
    },
    deletesAtOnce: to.deletesAtOnce,
    remove: to.remove,
    abortUpload: to.abortUpload,
    putTags: to.putTags,
  };
}

/**
 * Keeps a copy within one bucket from its own other end. Two identities may mean two endpoints with
 * a bucket of that name on each, so only what one identity copies is known to be one bucket.
 */
function withoutEachOther(
  sides: Sides,
  { source, destination }: Ends,
  { options }: Workbench,
): Sides {
  if (options.through === "stream") return sides;
  return {
    ...sides,
    source: withoutOtherEnd(sides.source, [source, destination]),
    destination: withoutOtherEnd(sides.destination, [destination, source]),
  };
}

async function openUpload(from: LocalPlace, to: BucketSide, bench: Workbench): Promise<Sides> {
  const root = from.path;
  const { followSymlinks, compareMetadata, filters } = bench.options;
  const kind = await kindOfRoot(root).catch(
    refuseRoot({
      en: `cannot read source \`${root}\``,
      ja: `コピー元 \`${root}\` を読み取れません`,
    }),
  );
  if (kind === "absent") {
    throw new UsageError({
      en: `cannot read source \`${root}\`: it does not exist; it must be a directory or start with \`s3://\``,
      ja: `コピー元 \`${root}\` を読み取れません。存在しません。ディレクトリか、\`s3://\` で始まる場所を指定してください`,
    });
  }
  // The AWS CLI warns about a file as if it were missing, and with `--delete` empties the other side.
  const source =
    kind === "other"
      ? obstructedListing()
      : localListing(root, {
          followSymlinks,
          staysInside: false,
          scope: bench.scope,
          excluded: new ExcludedKeys(filters),
        });
  return {
    ...ofBuckets,
    direction: "upload",
    source,
    destination: to.listing,
    examine: ({ source: { key }, destination }) => {
      const description =
        compareMetadata && descriptionIn(writeOptionsFor(to.fullKey(key), bench.options));
      const file = { path: join(root, key), ...(description && { description }) };
      return examineFile(file, to.listed(destination), bench);
    },
    transfer: ({ key }, reporter) => {
      const file = { path: join(root, key), store: to.store, key: to.fullKey(key) };
      return upload(file, bench, reporter);
    },
    deletesAtOnce: to.deletesAtOnce,
    remove: to.remove,
    abortUpload: to.abortUpload,
    isSourceThere: () => hasContent(root),
  };
}

async function openDownload(from: BucketSide, to: LocalPlace, bench: Workbench): Promise<Sides> {
  const { followSymlinks, dryrun, compareMetadata, awsCompat } = bench.options;
  if (compareMetadata) {
    throw new UsageError({
      en: `cannot compare metadata with \`${to.path}\`: files have none; \`--compare-metadata\` is for what is written to S3`,
      ja: `\`${to.path}\` とはメタデータを比較できません。ファイルにはメタデータがありません。\`--compare-metadata\` は S3 に書き込むときのオプションです`,
    });
  }
  const refuse = refuseRoot({
    en: `cannot write to destination \`${to.path}\``,
    ja: `コピー先 \`${to.path}\` に書き込めません`,
  });
  const kind = await kindOfRoot(to.path).catch(refuse);
  if (kind === "other") {
    throw new UsageError({
      en: `cannot write to destination \`${to.path}\`: it is a file, and it must be a directory`,
      ja: `コピー先 \`${to.path}\` に書き込めません。ファイルですが、ディレクトリである必要があります`,
    });
  }
  if (kind === "absent" && (!dryrun || awsCompat))
    await mkdir(to.path, { recursive: true }).catch(refuse);
  const root = new DestinationRoot(to.path);
  return {
    ...ofBuckets,
    direction: "download",
    source: from.listing,
    destination:
      kind === "absent"
        ? emptyListing()
        : localListing(to.path, {
            followSymlinks,
            staysInside: true,
            scope: bench.scope,
            excluded: new ExcludedKeys(bench.options.filters),
            sweep: dryrun ? undefined : sweeperFor(bench.journal),
          }),
    examine: ({ source, destination: { key } }) =>
      examineFile({ path: join(to.path, key) }, from.listed(source), bench),
    transfer: ({ key, source: entry }, reporter) =>
      download({ store: from.store, key: from.fullKey(key), entry, root }, bench, reporter),
    deletesAtOnce: 1,
    remove: (batch) =>
      refusalsOf(batch, async ({ key }) => {
        const path = root.pathToDelete(key);
        if (path !== undefined) await unlinkIfThere(path);
      }),
    clearTheWay: (key) => root.clearTheWay(key),
  };
}
