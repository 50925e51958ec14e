import module from "node:module";
import { isAbsolute, join } from "node:path";

/** From Node 22.8. */
interface WithCompileCache {
  readonly enableCompileCache?: (directory: string) => unknown;
}

/**
 * Keeps what V8 compiles for the next start, where Node can and nobody has asked for less
 * (`NODE_DISABLE_COMPILE_CACHE`). Where it cannot be written, nothing is kept. It is run unseen, so it never goes
 * to Node's default, the directory for temporary files, where others may have put theirs.
 */
export function keepCompiled(
  env: Readonly<Record<string, string | undefined>>,
  { enableCompileCache }: WithCompileCache = module as WithCompileCache,
): void {
  const directory = cacheDirectory(env);
  if (directory !== undefined) enableCompileCache?.(directory);
}

/** Where the XDG Base Directory Specification has it. */
function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env["XDG_CACHE_HOME"] ?? "";
  if (isAbsolute(given)) return join(given, "sluice");
  const home = env["HOME"] ?? env["USERPROFILE"] ?? "";
  return isAbsolute(home) ? join(home, ".cache", "sluice") : undefined;
}
