import type { S3Operation } from "../../aws/index.ts";
import type { Transfer } from "../compare/change.ts";
import type { SyncOptions } from "../options.ts";
import type { Entry } from "../ports.ts";
import { partsOf } from "../transfer/parts.ts";
import { backupOptions } from "../sides/backup-options.ts";
import type { Place } from "../sides/place.ts";
import { KEYS_AT_ONCE } from "../deletion/remove-objects.ts";

/** How many requests of each kind. */
export type RequestCounts = Partial<Readonly<Record<S3Operation, number>>>;

/** The requests that so many deletions take in a bucket. */
export function requestsOfDeletions(count: number, { awsCompat }: SyncOptions): RequestCounts {
  if (awsCompat || count <= 1) return { DeleteObject: count };
  return { DeleteObjects: Math.ceil(count / KEYS_AT_ONCE) };
}

/** The requests that a transfer takes more when its source is to go. */
export function requestsOfMove(
  { source, destination }: { readonly source: Place; readonly destination: Place },
  { awsCompat }: SyncOptions,
): RequestCounts {
  return {
    HeadObject: destination.kind === "s3" && !awsCompat ? 1 : 0,
    DeleteObject: source.kind === "s3" ? 1 : 0,
  };
}

/** The requests that it takes to keep an entry before it is replaced or deleted. */
export function requestsOfKeeping(
  entry: Entry,
  { from, to }: { readonly from: Place; readonly to: Place },
  options: SyncOptions,
): RequestCounts {
  if (from.kind === "local" && to.kind === "local") return {};
  const kind = from.kind === "local" ? "upload" : to.kind === "local" ? "download" : "copy";
  const transfer = { kind, key: entry.key, source: entry, reason: "absent" } as const;
  return requestsOf(transfer, backupOptions(options));
}

/** The requests that a transfer takes when nothing has to be tried again. */
export function requestsOf(change: Transfer, options: SyncOptions): RequestCounts {
  const { size } = change.source;
  const parts =
    size >= options.multipartThreshold ? partsOf(size, options.partSize).length : undefined;
  return parts === undefined ? inOne(change, options) : inParts(change, options, parts);
}

function inOne({ kind }: Transfer, options: SyncOptions): RequestCounts {
  switch (kind) {
    case "upload":
      return { PutObject: 1 };
    case "download":
      return { GetObject: 1 };
    case "copy":
      return options.through === "stream"
        ? { GetObject: 1, ...tagsRead(options), PutObject: 1 }
        : { CopyObject: 1 };
  }
}

function inParts({ kind }: Transfer, options: SyncOptions, parts: number): RequestCounts {
  const ends = { CreateMultipartUpload: 1, CompleteMultipartUpload: 1 };
  switch (kind) {
    case "upload":
      return { ...ends, UploadPart: parts };
    case "download":
      return { HeadObject: 1, GetObject: parts };
    case "copy": {
      // For the sum that the parts must come to.
      const told = { HeadObject: 1, ...tagsRead(options), ...ends };
      return options.through === "stream"
        ? { ...told, GetObject: parts, UploadPart: parts }
        : { ...told, UploadPartCopy: parts };
    }
  }
}

function tagsRead({ copyProps }: SyncOptions): RequestCounts {
  return copyProps === "auto" || copyProps === "default" ? { GetObjectTagging: 1 } : {};
}
