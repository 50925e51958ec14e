import { formatS3Uri, type Language, type Sentence } from "../../aws/index.ts";
import type { SyncEvent } from "./events.ts";
import type { WarningCode } from "./warning.ts";

type Warning = Extract<SyncEvent, { readonly type: "warning" }>;

/** What follows `warning: `: the AWS CLI's words where it has any, else ours; paths are absolute. */
export function warningText(warning: Warning, language: Language): string {
  const { at, code, kind, error } = warning;
  const name = at.kind === "s3" ? formatS3Uri(at.bucket, at.key) : at.path;
  const text = isAws(code) ? AWS[code](name, kind) : OURS[code](name)[language];
  const why = error === undefined ? "" : ` ${error.message}`;
  return text + why;
}

type AwsCode = keyof typeof AWS;

function isAws(code: WarningCode): code is AwsCode {
  return Object.hasOwn(AWS, code);
}

/** The AWS CLI's own, which stay as they are in any language. */
const AWS = {
  "case-conflict": (name) =>
    `Skipping file ${name} because a file whose name differs only by case either exists or is being downloaded.`,
  "case-conflict-written": (name) =>
    `Downloading ${name} despite a file whose name differs only by case either existing or being downloaded.`,
  missing: (name) => `Skipping file ${name}. File does not exist.`,
  unreadable: (name) => `Skipping file ${name}. File/Directory is not readable.`,
  special: (name) =>
    `Skipping file ${name}. File is character special device, block special device, FIFO, or socket.`,
  glacier: (name, kind) =>
    `Skipping file ${name}. Object is of storage class GLACIER. Unable to perform ${kind} operations on GLACIER objects. You must restore the object to be able to perform the operation. See aws s3 ${kind} help for additional parameter options to ignore or force these transfers.`,
  "parent-directory": (name) => `Skipping file ${name}. File references a parent directory.`,
  "timestamp-not-set": (name) =>
    `Successfully Downloaded ${name} but was unable to update the last modified time.`,
} as const satisfies Partial<Record<WarningCode, (name: string, kind: string) => string>>;

type Ours = Exclude<WarningCode, AwsCode>;

const OURS: Readonly<Record<Ours, (name: string) => Sentence>> = {
  "orphaned-upload": (name) => ({
    en: `Could not clean up after the upload of ${name}: its parts stay in the bucket and are billed until they are aborted.`,
    ja: `${name} のアップロードを片付けられませんでした。パートはバケットに残り、中止されるまで料金がかかります。`,
  }),
  "unknown-upload": (name) => ({
    en: `Could not look for an earlier upload of ${name}: the run was killed while it was begun, and its parts, if it has any, are billed until they are aborted.`,
    ja: `${name} の前回のアップロードを調べられませんでした。開始した直後に実行が止められたためで、パートがあれば、中止されるまで料金がかかります。`,
  }),
  "tags-not-read": (name) => ({
    en: `Copied without its tags ${name}, which may not be read; \`--copy-props metadata-directive\` leaves tags out on purpose.`,
    ja: `${name} をタグなしでコピーしました。タグを読む権限がありません。\`--copy-props metadata-directive\` を指定すると、はじめからタグなしでコピーします。`,
  }),
  "tags-not-written": (name) => ({
    en: `Copied without its tags ${name}. Another sync finds it there and leaves it as it is; copy it by itself to have its tags.`,
    ja: `${name} をタグなしでコピーしました。もう一度同期してもそのまま残るため、タグが必要なら個別にコピーしてください。`,
  }),
  "not-comparable": (name) => ({
    en: `Cannot compare ${name} by content: there is no checksum that both sides have, so it is transferred.`,
    ja: `${name} の内容を比較できません。両側に共通のチェックサムがないため、転送します。`,
  }),
  "written-meanwhile": skipped(
    "It was written by another during the run.",
    "実行中に別の書き込みがありました。",
  ),
  undecodable: skipped(
    "File name is not valid UTF-8.",
    "ファイル名が正しい UTF-8 ではありません。",
  ),
  loop: skipped(
    "Symbolic link leads back to a directory above it.",
    "シンボリックリンクが上のディレクトリに戻っています。",
  ),
  "leaves-root": skipped(
    "Symbolic link leads out of the destination.",
    "シンボリックリンクがコピー先の外を指しています。",
  ),
  "absolute-key": skipped("Key starts with a slash.", "キーがスラッシュで始まっています。"),
  "empty-segment": skipped("Key has an empty path segment.", "キーに空のパス要素があります。"),
  "dot-segment": skipped(
    "Key has a path segment that is a dot.",
    "キーにドットだけのパス要素があります。",
  ),
  "nul-byte": skipped("Key has a NUL byte.", "キーに NUL バイトがあります。"),
  replaced: skipped(
    "It was a file when it was listed, and is none any more.",
    "一覧したときはファイルでしたが、今は違います。",
  ),
  "through-link": skipped(
    "It is reached through a symbolic link, and nothing is deleted through one.",
    "シンボリックリンクの先にあります。リンク越しには何も削除しません。",
  ),
  "temporary-name": skipped(
    "Key has the name of an unfinished download.",
    "キーが途中のダウンロードの名前になっています。",
  ),
};

function skipped(en: string, ja: string): (name: string) => Sentence {
  return (name) => ({ en: `Skipping file ${name}. ${en}`, ja: `${name} をスキップします。${ja}` });
}
