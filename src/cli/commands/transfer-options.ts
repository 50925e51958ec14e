import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../app/index.ts";
import { parseByteRate, UsageError } from "../../aws/index.ts";
import {
  type Arguments,
  hasFlag,
  type OptionSpec,
  type OptionTable,
  valueOf,
} from "../arguments/option.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";
import { WRITE_OPTIONS, writeOptions } from "./write-options.ts";

/** Options that leave out and take in. */
export const FILTER_OPTIONS: OptionTable = {
  exclude: {
    kind: "list",
    value: "PATTERN",
    summary: { en: "leave out what matches (repeatable)", ja: "一致するものを除く (複数指定可)" },
  },
  include: {
    kind: "list",
    value: "PATTERN",
    summary: {
      en: "take in what matches after all; the last match wins (repeatable)",
      ja: "除いたものでも、一致すれば含める。最後に一致した指定が優先 (複数指定可)",
    },
  },
};

/** The letter of the AWS CLI. */
export const COMPAT_OPTION: OptionSpec = {
  kind: "flag",
  summary: {
    en: "do as the AWS CLI does also where that may lose something (docs/differences.md)",
    ja: "何かが失われるおそれがあるところでも AWS CLI と同じ動作をする (docs/differences.md)",
  },
};

/** How listings are asked for. */
export const PAGE_SIZE_OPTION: OptionSpec = {
  kind: "value",
  value: "N",
  summary: {
    en: "keys per list request; S3 gives 1000 at most",
    ja: "一覧リクエスト 1 回のキーの数。S3 は 1000 までしか返さない",
  },
};

/** What S3 gives at most, whatever it is asked for (S3 API Reference, ListObjectsV2, `max-keys`). */
const MOST_KEYS = 1_000;
/** The most that `max-keys` can be asked for at all. */
const MOST_ASKED = 2 ** 31 - 1;

/** How many keys a page has; undefined when that was not said. */
export function pageSizeOf(args: Arguments): number | undefined {
  const asked = wholeNumberOf(args, "page-size", { min: 1, max: MOST_ASKED });
  return asked === undefined ? undefined : Math.min(asked, MOST_KEYS);
}

/** Where to keep what a run takes away. */
export const BACKUP_OPTION: OptionSpec = {
  kind: "value",
  value: "S3URI|DIR",
  summary: {
    en: "keep there first what is replaced or deleted, under the time of the run",
    ja: "上書き・削除するものを、先にそこへ残す (実行時刻の名前の下)",
  },
};

/** Options that say how files and objects are copied, with the meaning they have for `aws s3 cp`. */
export const COPY_OPTIONS: OptionTable = {
  ...FILTER_OPTIONS,
  "aws-compat": COMPAT_OPTION,
  "no-overwrite": {
    kind: "flag",
    summary: {
      en: "never replace what the destination has",
      ja: "コピー先にあるものは上書きしない",
    },
  },
  "follow-symlinks": {
    kind: "flag",
    summary: {
      en: "follow symbolic links (the default)",
      ja: "シンボリックリンクをたどる (デフォルト)",
    },
  },
  "no-follow-symlinks": {
    kind: "flag",
    summary: { en: "do not follow symbolic links", ja: "シンボリックリンクをたどらない" },
  },
  "no-guess-mime-type": {
    kind: "flag",
    summary: {
      en: "do not derive Content-Type from file names",
      ja: "ファイル名から Content-Type を決めない",
    },
  },
  ...WRITE_OPTIONS,
  "page-size": PAGE_SIZE_OPTION,
  "max-concurrent-requests": {
    kind: "value",
    value: "N",
    summary: {
      en: "requests in flight at most, 1 to 1000; 384 by default, fewer where fewer are as fast",
      ja: "同時に送るリクエストの上限 (1 から 1000)。デフォルトは 384 で、減らしても速さが変わらなければ減らす",
    },
  },
  "max-bandwidth": {
    kind: "value",
    value: "RATE",
    summary: {
      en: "bytes a second, up and down together, such as 10MB/s; 80Mb/s are bits",
      ja: "送受信を合わせた毎秒のバイト数 (例: 10MB/s、ビットなら 80Mb/s)",
    },
  },
  "case-conflict": {
    kind: "value",
    oneOf: ["ignore", "skip", "warn", "error"],
    summary: {
      en: "what becomes of downloads whose names differ only by case (default: ignore)",
      ja: "名前が大文字と小文字の違いしかないものをダウンロードするときの扱い (デフォルト: ignore)",
    },
  },
  "ignore-glacier-warnings": {
    kind: "flag",
    summary: {
      en: "skip archived objects without a warning",
      ja: "アーカイブされたオブジェクトを警告なしに飛ばす",
    },
  },
  "force-glacier-transfer": {
    kind: "flag",
    summary: {
      en: "try archived objects all the same",
      ja: "アーカイブされたオブジェクトも転送を試みる",
    },
  },
};

/** Options that say what is transferred and how, with the meaning they have for `aws s3 sync`. */
export const TRANSFER_OPTIONS: OptionTable = {
  delete: {
    kind: "flag",
    summary: {
      en: "delete what the source does not have, after the transfers",
      ja: "コピー元にないものを、転送の後で削除する",
    },
  },
  "max-delete": {
    kind: "value",
    value: "N",
    summary: {
      en: "refuse to delete more; half of the destination, or 1000 when larger, by default",
      ja: "削除する数の上限。超えるときは削除しない。デフォルトはコピー先の半数か 1000 の大きい方",
    },
  },
  "allow-empty-source": {
    kind: "flag",
    summary: {
      en: "let --delete empty the destination when the source has nothing",
      ja: "コピー元が空のとき、--delete でコピー先を空にしてよい",
    },
  },
  "backup-to": BACKUP_OPTION,
  "size-only": { kind: "flag", summary: { en: "compare sizes alone", ja: "サイズだけで比べる" } },
  checksum: {
    kind: "flag",
    summary: {
      en: "compare what entries of one size hold, by the checksums that S3 keeps",
      ja: "サイズが同じものの内容を、S3 が持つチェックサムで比べる",
    },
  },
  verify: {
    kind: "flag",
    summary: {
      en: "compare both sides once more at the end, and fail where they differ",
      ja: "最後にもう一度両側を比べ、違いがあれば失敗とする",
    },
  },
  "compare-metadata": {
    kind: "flag",
    summary: {
      en: "transfer also what differs in metadata and headers alone",
      ja: "メタデータやヘッダーだけが違うものも転送する",
    },
  },
  "exact-timestamps": {
    kind: "flag",
    summary: {
      en: "from S3, transfer files of equal size unless their times are equal",
      ja: "S3 からのとき、サイズが同じでも時刻が違えば転送する",
    },
  },
  update: {
    kind: "flag",
    summary: {
      en: "never replace what is newer at the destination",
      ja: "コピー先の方が新しいものは上書きしない",
    },
  },
  ...COPY_OPTIONS,
};

/** Reads those options over the defaults. */
export function transferOptions(args: Arguments): SyncOptions {
  const pageSize = pageSizeOf(args);
  const maxDelete = wholeNumberOf(args, "max-delete", { min: 0, max: Number.MAX_SAFE_INTEGER });
  const writing = writeOptions(args);
  const noOverwrite = hasFlag(args, "no-overwrite");
  const awsCompat = hasFlag(args, "aws-compat");
  const limits = limitsOf(args);
  return {
    ...DEFAULT_SYNC_OPTIONS,
    delete: hasFlag(args, "delete"),
    dryrun: hasFlag(args, "dryrun"),
    allowEmptySource: hasFlag(args, "allow-empty-source"),
    sizeOnly: hasFlag(args, "size-only"),
    ...contentComparison(args),
    exactTimestamps: hasFlag(args, "exact-timestamps"),
    filters: args.given.flatMap(({ name, value }) =>
      (name === "exclude" || name === "include") && value !== undefined
        ? [{ kind: name, pattern: value }]
        : [],
    ),
    followSymlinks: lastOf(args, "follow-symlinks", "no-follow-symlinks") !== "no-follow-symlinks",
    guessMimeType: !hasFlag(args, "no-guess-mime-type"),
    caseConflict: (valueOf(args, "case-conflict") ?? "ignore") as SyncOptions["caseConflict"],
    ignoreGlacierWarnings: hasFlag(args, "ignore-glacier-warnings"),
    forceGlacierTransfer: hasFlag(args, "force-glacier-transfer"),
    noOverwrite,
    update: hasFlag(args, "update"),
    copyProps: writing.copyProps,
    write: noOverwrite && !awsCompat ? { ...writing.write, ifNoneMatch: "*" } : writing.write,
    ...(writing.sourceCustomerKey && { sourceCustomerKey: writing.sourceCustomerKey }),
    ...(maxDelete !== undefined && { maxDelete }),
    ...(awsCompat && asTheAwsCli(args)),
    ...(pageSize !== undefined && { pageSize }),
    ...limits,
    asked: limits,
  };
}

function limitsOf(args: Arguments): NonNullable<SyncOptions["asked"]> {
  const requests = wholeNumberOf(args, "max-concurrent-requests", { min: 1, max: 1000 });
  const text = valueOf(args, "max-bandwidth");
  const maxBandwidth = text === undefined ? undefined : parseByteRate(text);
  if (text !== undefined && maxBandwidth === undefined) {
    throw new UsageError({
      en: `cannot use \`--max-bandwidth ${text}\`: it must be like \`10MB/s\``,
      ja: `\`--max-bandwidth ${text}\` は使えません。\`10MB/s\` のように指定してください`,
    });
  }
  return {
    ...(requests !== undefined && { maxConcurrentRequests: requests }),
    ...(maxBandwidth !== undefined && { maxBandwidth }),
  };
}

/** A flag that is given still wins. */
function asTheAwsCli(args: Arguments): Partial<SyncOptions> {
  return {
    awsCompat: true,
    allowEmptySource: true,
    ...(!hasFlag(args, "max-delete") && { maxDelete: Number.MAX_SAFE_INTEGER }),
    ...(!hasFlag(args, "copy-props") && { copyProps: "default" }),
  };
}

function contentComparison(
  args: Arguments,
): Pick<SyncOptions, "checksum" | "compareMetadata" | "verify"> {
  const checksum = hasFlag(args, "checksum");
  const other = ["size-only", "exact-timestamps"].find((name) => hasFlag(args, name));
  if (checksum && other !== undefined) {
    throw new UsageError({
      en: `cannot compare by \`--checksum\` and by \`--${other}\`: leave one of them out`,
      ja: `\`--checksum\` と \`--${other}\` の両方では比較できません。どちらかを外してください`,
    });
  }
  const verify = hasFlag(args, "verify");
  const lenient = ["no-overwrite", "update"].find((name) => hasFlag(args, name));
  if (verify && lenient !== undefined) {
    throw new UsageError({
      en: `cannot \`--verify\` a run with \`--${lenient}\`: what it leaves alone on purpose differs too`,
      ja: `\`--${lenient}\` の実行は \`--verify\` で検証できません。わざと残したものも違いとして見つかるためです`,
    });
  }
  return { checksum, verify, compareMetadata: hasFlag(args, "compare-metadata") };
}

function lastOf(args: Arguments, ...names: readonly string[]): string | undefined {
  return args.given.findLast(({ name }) => names.includes(name))?.name;
}
