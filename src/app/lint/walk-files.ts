import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareUtf8, UsageError } from "../../aws/index.ts";

const ENDINGS = [".json", ".yaml", ".yml", ".template"];

/** The files that paths name; directories are walked for policies and templates, hidden ones left out. */
export async function filesAt(paths: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const isDirectory = await isDirectoryAt(path);
    for (const file of isDirectory ? await walk(path) : [path]) files.add(file);
  }
  return [...files];
}

async function isDirectoryAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new UsageError({
      en: `cannot read \`${path}\`: there is no such file or directory`,
      ja: `\`${path}\` を読み込めません。そのファイルもディレクトリもありません`,
    });
  }
}

async function walk(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  entries.sort((a, b) => compareUtf8(a.name, b.name));
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!isLeftOut(entry.name)) found.push(...(await walk(path)));
    } else if (entry.isFile() && ENDINGS.some((ending) => entry.name.endsWith(ending))) {
      found.push(path);
    }
  }
  return found;
}

function isLeftOut(name: string): boolean {
  return name.startsWith(".") || name === "node_modules";
}
