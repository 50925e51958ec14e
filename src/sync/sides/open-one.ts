import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { AwsError, UsageError } from "../../aws/index.ts";
import { copy } from "../transfer/copy.ts";
import { DestinationRoot } from "./destination-root.ts";
import { download } from "../transfer/download.ts";
import { handOn } from "../transfer/download-stream.ts";
import { headOf } from "../transfer/examine.ts";
import { emptyListing } from "../listing/local-listing.ts";
import type { Ends } from "./open-sides.ts";
import { type Node, nodeAt, openNode } from "../transfer/open-node.ts";
import { formatPlace, type Place } from "./place.ts";
import type { BucketStore, Entry } from "../ports.ts";
import { makeDirectory } from "../make-directory.ts";
import { reasonOf } from "../listing/read-names.ts";
import type { Sides } from "./sides.ts";
import type { SideListing } from "../listing/side-listing.ts";
import { streamCopy } from "../transfer/stream-copy.ts";
import { upload } from "../transfer/upload.ts";
import { type Reporter, withOptions, type Workbench } from "../run/workbench.ts";

type LocalPlace = Extract<Place, { readonly kind: "local" }>;
type BucketPlace = Extract<Place, { readonly kind: "s3" }>;
type Opened = Pick<Sides, "direction" | "source" | "transfer">;

/** Opens one file or object and the one that it is to become. */
export function openOne(ends: Ends, bench: Workbench): Sides {
  return {
    ...openedOf(ends, bench),
    seesDestination: false,
    destination: emptyListing(),
    examine: () => Promise.resolve(undefined),
    deletesAtOnce: 1,
    remove: () => Promise.resolve(new Map()),
    isSourceThere: () => Promise.resolve(true),
    clearTheWay: () => Promise.resolve(),
  };
}

function openedOf({ source, destination, stores }: Ends, bench: Workbench): Opened {
  if (source.kind === "s3") {
    const from = { store: storeOf(source, stores.source), key: source.prefix };
    if (destination.kind === "local") return openDownload(from, destination, bench);
    const to = { store: storeOf(destination, stores.destination), key: destination.prefix };
    return openCopy(from, to, bench);
  }
  if (destination.kind === "s3") {
    const to = { store: storeOf(destination, stores.destination), key: destination.prefix };
    return openUpload(source, to, bench);
  }
  throw new UsageError({
    en: `cannot copy \`${formatPlace(source)}\` to \`${formatPlace(destination)}\`: one of them must start with \`s3://\``,
    ja: `\`${formatPlace(source)}\` から \`${formatPlace(destination)}\` にはコピーできません。どちらかは \`s3://\` で始まる必要があります`,
  });
}

interface ObjectEnd {
  readonly store: BucketStore;
  readonly key: string;
}

function openUpload(from: LocalPlace, to: ObjectEnd, bench: Workbench): Opened {
  return {
    direction: "upload",
    source: oneFile(from.path),
    transfer: (_, reporter) =>
      upload({ path: from.path, ...to }, typed(from.path, bench), reporter),
  };
}

/** The AWS CLI guesses by the name of the file, also where the key has another. */
function typed(path: string, bench: Workbench): Workbench {
  const { write, guessMimeType } = bench.options;
  const contentType = write.contentType ?? (guessMimeType ? bench.types.of(path) : undefined);
  const described = contentType === undefined ? write : { ...write, contentType };
  return withOptions(bench, { ...bench.options, guessMimeType: false, write: described });
}

function openCopy(from: ObjectEnd, to: ObjectEnd, bench: Workbench): Opened {
  const move = bench.options.through === "stream" ? streamCopy : copy;
  return {
    direction: "copy",
    source: oneObject(from, bench),
    transfer: ({ source: entry }, reporter) => move({ from, to, entry }, bench, reporter),
  };
}

function openDownload(from: ObjectEnd, to: LocalPlace, bench: Workbench): Opened {
  const directory = dirname(to.path);
  const root = new DestinationRoot(directory);
  return {
    direction: "download",
    source: oneObject(from, bench),
    transfer: async ({ source }, reporter) => {
      const node = await nodeAt(to.path);
      if (node !== undefined) {
        await downloadInto(node, { ...from, entry: source }, { bench, reporter });
        return;
      }
      makeDirectory(directory);
      const entry = { ...source, key: basename(to.path) };
      await download({ ...from, entry, root }, bench, reporter);
    },
  };
}

/** Writes an object into what stands at its target and no rename may replace. */
async function downloadInto(
  node: Node,
  { store, key, entry: { etag } }: ObjectEnd & { readonly entry: Entry },
  { bench, reporter }: { readonly bench: Workbench; readonly reporter: Reporter },
): Promise<void> {
  const { write: output, close } = await openNode(node, bench.signal);
  try {
    reporter.moved(await handOn({ store, key, etag, output }, bench));
  } finally {
    await close();
  }
}

async function* oneFile(path: string): SideListing {
  const key = basename(path);
  try {
    const found = await stat(path);
    if (!found.isFile()) yield [{ key, obstacle: "special", tree: false }];
    else yield [{ key, size: found.size, modifiedMs: found.mtimeMs }];
  } catch (error) {
    yield [{ key, obstacle: reasonOf(error), tree: false }];
  }
}

/** Asks for the object instead of a listing, which takes a permission more. */
async function* oneObject({ store, key }: ObjectEnd, bench: Workbench): SideListing {
  const unknown: Entry = { key: nameOf(key), size: 0, modifiedMs: 0 };
  const sseCustomer = bench.options.sourceCustomerKey;
  const head = await headOf({ store, key, entry: unknown, sseCustomer }, bench);
  if (head === undefined) {
    // The AWS CLI's words.
    const message = `Key "${key}" does not exist`;
    throw new AwsError({ code: "404", message, status: 404, operation: "HeadObject" });
  }
  const { size, modifiedMs, etag, storageClass, isRestored } = head;
  const isKept = storageClass !== undefined && isRestored !== true;
  yield [{ ...unknown, size, modifiedMs, etag, ...(isKept && { storageClass }) }];
}

/** The last name in a key, with the slashes that end it: an empty one would be no object's. */
function nameOf(key: string): string {
  return /[^/]*\/*$/.exec(key)?.[0] ?? key;
}

function storeOf({ bucket }: BucketPlace, store: BucketStore | undefined): BucketStore {
  if (store?.bucket === bucket) return store;
  throw new Error(`no store was given for bucket \`${bucket}\``);
}
