import { type AwsCall, UsageError } from "../aws/index.ts";
import type { Job } from "./job.ts";
import { readPlace } from "./read-place.ts";

/** The same sync, its source listed by an S3 Inventory; throws `UsageError` where that cannot be. */
export function withInventory(job: Job, text: string): Job {
  const place = readPlace(text, "/");
  if (place.kind === "local" || job.source.kind === "local") {
    throw new UsageError({
      en: `cannot list \`${job.source.kind === "local" ? job.source.path : text}\` by an inventory: source and \`--source-inventory\` must both start with \`s3://\``,
      ja: "インベントリで一覧を読むには、コピー元と `--source-inventory` の両方が `s3://` で始まる必要があります",
    });
  }
  // S3 User Guide, Amazon S3 Inventory: lists are eventually consistent, and may lack what was added lately.
  if (job.options.delete) {
    throw new UsageError({
      en: "cannot `--delete` by an inventory: what came after it was made would be taken for gone; leave out `--delete` or `--source-inventory`",
      ja: "インベントリでは `--delete` は使えません。作成後に増えたオブジェクトを、なくなったものとみなしてしまいます。`--delete` か `--source-inventory` を外してください",
    });
  }
  // Its files are beside the folder that manifest.json is in (S3 User Guide, Locating your inventory list).
  const prefix = place.prefix.replace(/[^/]*\/[^/]*$/, "");
  const reads: AwsCall = {
    operation: "GetObject",
    side: "source",
    on: { bucket: place.bucket, keys: { kind: "prefix", prefix } },
    parameters: {},
  };
  // What `--verify` looks at is in the bucket.
  const others = job.options.verify
    ? job.calls
    : job.calls.filter(({ operation, side }) => operation !== "ListObjectsV2" || side !== "source");
  return { ...job, inventory: { place, reads }, calls: [...others, reads] };
}
