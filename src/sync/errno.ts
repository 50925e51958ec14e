import { getSystemErrorMap } from "node:util";
import type { Sentence } from "../aws/index.ts";

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The `code` of a Node system error, e.g. `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The system has English names alone; those of faults that a path can have. */
const JAPANESE_REASONS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "アクセスが許可されていません"],
  ["EISDIR", "ディレクトリです"],
  ["ELOOP", "シンボリックリンクが循環しています"],
  ["EMFILE", "開いているファイルが多すぎます"],
  ["ENAMETOOLONG", "名前が長すぎます"],
  ["ENOENT", "ファイルもディレクトリもありません"],
  ["ENOSPC", "ディスクに空きがありません"],
  ["ENOTDIR", "ディレクトリではありません"],
  ["EPERM", "許可されていない操作です"],
  ["EROFS", "読み取り専用のファイルシステムです"],
]);

/** What the system calls a Node system error, e.g. `permission denied`. */
export function systemReason(error: unknown): Sentence | undefined {
  if (!(error instanceof Error) || !("errno" in error)) return undefined;
  if (typeof error.errno !== "number") return undefined;
  const [code, en] = getSystemErrorMap().get(error.errno) ?? [];
  if (code === undefined || en === undefined) return undefined;
  return { en, ja: JAPANESE_REASONS.get(code) ?? en };
}
