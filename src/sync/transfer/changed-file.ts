import { ToldError } from "../../aws/index.ts";

/** A file that was written to while it was read: what was read may be of both versions. */
export function changedFile(path: string): ToldError {
  return new ToldError({
    en: `cannot upload \`${path}\`: it changed while it was read; run the sync again`,
    ja: `\`${path}\` をアップロードできません。読み取り中に変更されました。もう一度同期してください`,
  });
}
