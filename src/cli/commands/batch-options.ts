import type { BatchJobRequest } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, type OptionTable, valueOf } from "../arguments/option.ts";

/** Options about who copies. */
export const BATCH_OPTIONS: OptionTable = {
  on: {
    kind: "value",
    oneOf: ["s3-batch"],
    summary: {
      en: "have S3 Batch Operations copy from bucket to bucket; what is larger than 5 GB is copied as ever",
      ja: "バケット間のコピーを S3 Batch Operations に任せる。5 GB を超えるものは通常どおりコピーする",
    },
  },
  "batch-role": {
    kind: "value",
    value: "ARN",
    summary: {
      en: "with --on s3-batch: the role that its jobs act as",
      ja: "--on s3-batch のとき、ジョブが使うロール",
    },
  },
  "manifest-bucket": {
    kind: "value",
    value: "S3URI",
    summary: {
      en: "with --on s3-batch: where manifests and completion reports go",
      ja: "--on s3-batch のとき、マニフェストと完了レポートの置き場所",
    },
  },
};

/** Options of a dry run about them. */
export const ENGINE_OPTIONS: OptionTable = {
  "compare-engines": {
    kind: "flag",
    summary: {
      en: "with --dryrun: say what copies cost when the run makes them, and with --on s3-batch",
      ja: "--dryrun のとき、自分でコピーする場合と --on s3-batch の場合の費用を表示する",
    },
  },
};

/** Reads those options; undefined where the run copies itself. */
export function batchOf(args: Arguments): BatchJobRequest["batch"] | undefined {
  if (hasFlag(args, "compare-engines") && !hasFlag(args, "dryrun")) {
    throw new UsageError({
      en: "cannot use `--compare-engines` alone: it is for `--dryrun`, or for `sluice plan`",
      ja: "`--compare-engines` は単独では使えません。`--dryrun` と一緒に、または `sluice plan` に指定してください",
    });
  }
  const [roleArn, manifests] = [valueOf(args, "batch-role"), valueOf(args, "manifest-bucket")];
  if (valueOf(args, "on") !== "s3-batch") {
    if (roleArn === undefined && manifests === undefined) return undefined;
    throw new UsageError({
      en: "cannot use `--batch-role` or `--manifest-bucket` alone: they are for `--on s3-batch`",
      ja: "`--batch-role` と `--manifest-bucket` は単独では使えません。`--on s3-batch` と一緒に指定してください",
    });
  }
  if (roleArn !== undefined && manifests !== undefined) return { roleArn, manifests };
  throw new UsageError({
    en: "cannot use `--on s3-batch` alone: it takes `--batch-role ARN` and `--manifest-bucket s3://bucket/prefix`",
    ja: "`--on s3-batch` は単独では使えません。`--batch-role ARN` と `--manifest-bucket s3://bucket/prefix` も指定してください",
  });
}
