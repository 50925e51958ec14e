import { lstat } from "node:fs/promises";
import { makeDirectory } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";

/**
 * Makes a directory that only its owner may look into. Others may write beside it, so one that is there
 * already counts only if it is ours, and no link.
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  makeDirectory(path, 0o700);
  const found = await lstat(path);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  if (found.isDirectory() && isOurs && (found.mode & 0o077) === 0) return;
  throw new UsageError({
    en: `cannot keep keys in \`${path}\`: it must be a directory of yours alone; remove it, or name another place with \`TMPDIR\``,
    ja: `\`${path}\` にはキーを保存できません。本人だけが使えるディレクトリである必要があります。削除するか、\`TMPDIR\` で別の場所を指定してください`,
  });
}
