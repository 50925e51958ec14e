import { join } from "node:path";
import { UsageError } from "../../aws/index.ts";
import type { BucketSide } from "./bucket-side.ts";
import { DestinationRoot } from "./destination-root.ts";
import { download } from "../transfer/download.ts";
import { emptyListing, localListing } from "../listing/local-listing.ts";
import { kindOfRoot, refuseRoot, unlinkIfThere } from "./local-root.ts";
import { ExcludedKeys } from "../listing/excluded-keys.ts";
import { examineFile } from "../transfer/examine.ts";
import { makeDirectory } from "../make-directory.ts";
import { ofBuckets } from "./of-buckets.ts";
import type { Place } from "./place.ts";
import { refusalsOf } from "../deletion/refusals-of.ts";
import { sweeperFor } from "../journal/sweeper-for.ts";
import type { Sides } from "./sides.ts";
import type { SideListing } from "../listing/side-listing.ts";
import type { Workbench } from "../run/workbench.ts";

type LocalPlace = Extract<Place, { readonly kind: "local" }>;

/** Opens a download into a directory, which is made; throws `UsageError` where it cannot be. */
export async function openDownload(
  from: BucketSide,
  to: LocalPlace,
  bench: Workbench,
): Promise<Sides> {
  refuseMetadata(to.path, bench);
  const wasThere = await makeRoot(to.path, bench);
  const root = new DestinationRoot(to.path);
  return {
    ...ofBuckets,
    direction: "download",
    source: from.listing,
    destination: wasThere ? listingOf(to.path, bench) : emptyListing(),
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

function refuseMetadata(path: string, { options }: Workbench): void {
  if (!options.compareMetadata) return;
  throw new UsageError({
    en: `cannot compare metadata with \`${path}\`: files have none; \`--compare-metadata\` is for what is written to S3`,
    ja: `\`${path}\` とはメタデータを比較できません。ファイルにはメタデータがありません。\`--compare-metadata\` は S3 に書き込むときのオプションです`,
  });
}

/** Resolves to whether it was there before. */
async function makeRoot(path: string, { options }: Workbench): Promise<boolean> {
  const refuse = refuseRoot({
    en: `cannot write to destination \`${path}\``,
    ja: `コピー先 \`${path}\` に書き込めません`,
  });
  const kind = await kindOfRoot(path).catch(refuse);
  switch (kind) {
    case "directory":
      return true;
    case "absent":
      if (!options.dryrun || options.awsCompat) {
        try {
          makeDirectory(path);
        } catch (error) {
          refuse(error);
        }
      }
      return false;
    case "other":
      throw new UsageError({
        en: `cannot write to destination \`${path}\`: it is a file, and it must be a directory`,
        ja: `コピー先 \`${path}\` に書き込めません。ファイルですが、ディレクトリである必要があります`,
      });
  }
}

function listingOf(path: string, { journal, options, scope }: Workbench): SideListing {
  const { dryrun, filters, followSymlinks } = options;
  const excluded = new ExcludedKeys(filters);
  const sweep = dryrun ? undefined : sweeperFor(journal);
  return localListing(path, { followSymlinks, staysInside: true, scope, excluded, sweep });
}
