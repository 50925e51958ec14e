import { join } from "node:path";
import { UsageError } from "../../aws/index.ts";
import type { BucketSide } from "./bucket-side.ts";
import { localListing, obstructedListing } from "../listing/local-listing.ts";
import { hasContent, kindOfRoot, refuseRoot } from "./local-root.ts";
import { descriptionIn } from "../compare/describes-same.ts";
import { ExcludedKeys } from "../listing/excluded-keys.ts";
import { examineFile } from "../transfer/examine.ts";
import { ofBuckets } from "./of-buckets.ts";
import type { Place } from "./place.ts";
import type { Sides } from "./sides.ts";
import type { SideListing } from "../listing/side-listing.ts";
import { upload, writeOptionsFor } from "../transfer/upload.ts";
import type { Workbench } from "../run/workbench.ts";

type LocalPlace = Extract<Place, { readonly kind: "local" }>;

/** Opens an upload from a directory; throws `UsageError` where it cannot be read. */
export async function openUpload(
  from: LocalPlace,
  to: BucketSide,
  bench: Workbench,
): Promise<Sides> {
  const root = from.path;
  const source = await listingOf(root, bench);
  return {
    ...ofBuckets,
    direction: "upload",
    source,
    destination: to.listing,
    examine: ({ source: { key }, destination }) => {
      const { options } = bench;
      const description =
        options.compareMetadata && descriptionIn(writeOptionsFor(to.fullKey(key), bench));
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

async function listingOf(root: string, { options, scope }: Workbench): Promise<SideListing> {
  const kind = await kindOfRoot(root).catch(
    refuseRoot({
      en: `cannot read source \`${root}\``,
      ja: `コピー元 \`${root}\` を読み取れません`,
    }),
  );
  switch (kind) {
    case "absent":
      throw new UsageError({
        en: `cannot read source \`${root}\`: it does not exist; it must be a directory or start with \`s3://\``,
        ja: `コピー元 \`${root}\` を読み取れません。存在しません。ディレクトリか、\`s3://\` で始まる場所を指定してください`,
      });
    case "other":
      // The AWS CLI warns about a file as if it were missing, and with `--delete` empties the other side.
      return obstructedListing();
    case "directory": {
      const { filters, followSymlinks } = options;
      const excluded = new ExcludedKeys(filters);
      return localListing(root, { followSymlinks, staysInside: false, scope, excluded });
    }
  }
}
