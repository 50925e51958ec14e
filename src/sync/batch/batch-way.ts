import { parseAccessPointArn, type Sentence, UsageError } from "../../aws/index.ts";
import type { SyncOptions } from "../options.ts";
import { formatPlace, keyPrefix, type Place } from "../sides/place.ts";
import type { BatchOrder } from "./batch-jobs.ts";

type S3Place = Extract<Place, { readonly kind: "s3" }>;

/** How a sync goes by jobs: from which bucket, to which, into which folder, and as what. */
export interface BatchWay {
  readonly source: S3Place;
  readonly destination: S3Place;
  readonly folder: string | undefined;
  readonly write: BatchOrder["write"];
}

/** Settles how jobs do a sync; throws `UsageError` for one that they cannot do. */
export function batchWay(
  { source, destination }: { readonly source: Place; readonly destination: Place },
  options: SyncOptions,
): BatchWay {
  if (source.kind === "local" || destination.kind === "local") {
    throw cannot({
      en: "its jobs copy from bucket to bucket alone",
      ja: "ジョブがコピーできるのはバケットからバケットへだけです",
    });
  }
  refuseAccessPoint(source);
  refuseAccessPoint(destination);
  refuseOptions(options);
  const folder = folderOf(source, destination);
  return { source, destination, folder, write: options.write };
}

/** Manifests name buckets (S3 User Guide, Specifying a manifest). */
function refuseAccessPoint({ bucket }: Pick<S3Place, "bucket">): void {
  if (parseAccessPointArn(bucket) === undefined) return;
  throw cannot({
    en: `its jobs take buckets by their names, and \`${bucket}\` is an access point`,
    ja: `ジョブにはバケット名を指定する必要がありますが、\`${bucket}\` はアクセスポイントです`,
  });
}

/**
 * A job keeps whole keys and puts a folder before them (S3 API Reference, S3CopyObjectOperation,
 * TargetKeyPrefix), so the destination's prefix has to end in the source's.
 */
function folderOf(source: S3Place, destination: S3Place): string | undefined {
  const [from, to] = [keyPrefix(source.prefix), keyPrefix(destination.prefix)];
  const folder = to.endsWith(from) ? to.slice(0, to.length - from.length) : undefined;
  if (folder === undefined || !(folder === "" || folder.endsWith("/"))) {
    const [place, right] = [to, `${to}${from}`].map((prefix) =>
      formatPlace({ ...destination, prefix }),
    );
    throw cannot({
      en: `its jobs keep whole keys, so \`${place}\` must end in \`${from}\` as the source does, like \`${right}\``,
      ja: `ジョブはキー全体をそのまま使うため、コピー先 \`${place}\` もコピー元と同じく \`${from}\` で終わる必要があります（例: \`${right}\`）`,
    });
  }
  return folder === "" ? undefined : folder.slice(0, -1);
}

/** What a job can be told of a write. */
const TOLD: ReadonlySet<string> = new Set([
  "acl",
  "storageClass",
  "sseKmsKeyId",
  "serverSideEncryption",
  "checksumAlgorithm",
]);

/** What jobs are not told; S3 User Guide, Copy objects: no conditions by ETag, no keys of customers. */
function refuseOptions(options: SyncOptions): void {
  if (options.through === "stream") {
    throw cannot({
      en: "its jobs cannot heed `--source-profile` and `--destination-profile`, as one role copies: name who starts them as `--profile`",
      ja: "コピーするのは 1 つのロールなので、ジョブは `--source-profile` と `--destination-profile` に対応していません。ジョブを開始するプロファイルを `--profile` に指定してください",
    });
  }
  const option = optionNotTold(options);
  if (option === undefined) return;
  throw cannot({
    en: `its jobs cannot heed \`${option}\``,
    ja: `ジョブは \`${option}\` に対応していません`,
  });
}

function optionNotTold(options: SyncOptions): string | undefined {
  const { write, copyProps } = options;
  if (options.sourceCustomerKey) return "--sse-c-copy-source";
  if (options.noOverwrite) return "--no-overwrite";
  if (copyProps === "none" || copyProps === "metadata-directive")
    return `--copy-props ${copyProps}`;
  const { serverSideEncryption: encryption, sseKmsKeyId } = write;
  const isKms = encryption === "aws:kms" && sseKmsKeyId !== undefined;
  if (encryption !== undefined && !isKms) return `--sse ${encryption}`;
  if (write.sseCustomer) return "--sse-c";
  const other = Object.keys(write).find((name) => !TOLD.has(name));
  return other && `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function cannot(why: Sentence): UsageError {
  return new UsageError({
    en: `cannot leave this to S3 Batch Operations: ${why.en}; or leave out \`--on s3-batch\``,
    ja: `S3 Batch Operations には任せられません。${why.ja}。または \`--on s3-batch\` を外してください`,
  });
}
