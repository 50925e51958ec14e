import { createHash, randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { ToldError } from "../../aws/index.ts";
import { errnoOf } from "../errno.ts";
import { isRunning, ownProcess, type ProcessMark } from "./process-mark.ts";

/** A lock that this process holds until it releases it or ends. */
export interface Lock {
  readonly release: () => Promise<void>;
}

/** Attempts to find a lock free: each that fails met another process that was taking it. */
const ATTEMPTS = 5;

/** Takes a lock, also over a process that has died with it; answers the process that holds it. */
export async function takeLock(path: string): Promise<Lock | ProcessMark> {
  const taken = await takeIfQuiet(path);
  if (taken === undefined) throw othersAreAtIt(path);
  return taken;
}

/** Who holds a lock now, if that process is alive. */
export async function holderOf(path: string): Promise<ProcessMark | undefined> {
  const holder = holderIn(await readFile(path, "utf8").catch(ifGone));
  return holder !== undefined && isRunning(holder) ? holder : undefined;
}

/** The same as `takeLock`; undefined where others are taking it again and again. */
async function takeIfQuiet(path: string): Promise<Lock | ProcessMark | undefined> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  // Written apart and linked, so that nobody ever reads half of it.
  await writeFile(draft, JSON.stringify(ownProcess()), { mode: 0o600, flag: "wx" });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await linked(draft, path)) return lockAt(path);
      const text = await readFile(path, "utf8").catch(ifGone);
      const holder = holderIn(text);
      if (holder !== undefined && isRunning(holder)) return holder;
      if (text !== undefined && (await replaced(path, { dead: text, draft }))) return lockAt(path);
    }
    return undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Puts a draft in the place of a dead process's lock; false when it has gone meanwhile, or another process
 * is at it. Only one may at a time, by a lock named after what it replaces: whoever had read the
 * dead one a while ago would otherwise take away what the next has put there.
 */
async function replaced(
  path: string,
  { dead, draft }: { readonly dead: string; readonly draft: string },
): Promise<boolean> {
  const name = createHash("sha256").update(dead).digest("hex").slice(0, 12);
  const turn = await takeIfQuiet(`${path}.${name}`);
  if (turn === undefined || !("release" in turn)) return false;
  try {
    if ((await readFile(path, "utf8").catch(ifGone)) !== dead) return false;
    await rename(draft, path);
    return true;
  } finally {
    await turn.release();
  }
}

function lockAt(path: string): Lock {
  return { release: () => rm(path, { force: true }) };
}

function holderIn(text: string | undefined): ProcessMark | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, started, boot } = value as Readonly<Record<string, unknown>>;
    if (typeof pid !== "number" || typeof started !== "string" || typeof boot !== "string") return;
    return { pid, started, boot };
  } catch {
    return undefined;
  }
}

function ifGone(error: unknown): undefined {
  if (errnoOf(error) === "ENOENT") return undefined;
  throw error;
}

function othersAreAtIt(path: string): ToldError {
  return new ToldError({
    en: `cannot lock \`${path}\`: others are at it`,
    ja: `\`${path}\` をロックできません。ほかの実行が使っています`,
  });
}
