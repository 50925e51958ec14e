import { chownSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The user whom permissions bind; the superuser reads and writes all. */
const NOBODY = 65_534;

/** Does something as a user whom permissions bind, who is given what is under `roots`. */
export async function asNobody<T>(roots: readonly string[], perform: () => Promise<T>): Promise<T> {
  const { seteuid, geteuid } = process;
  if (seteuid === undefined || geteuid?.() !== 0) return perform();
  for (const root of roots) give(root);
  seteuid(NOBODY);
  try {
    return await perform();
  } finally {
    seteuid(0);
  }
}

function give(path: string): void {
  chownSync(path, NOBODY, NOBODY);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) give(join(path, name));
}
