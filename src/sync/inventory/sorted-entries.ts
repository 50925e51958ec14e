import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareUtf8 } from "../../aws/index.ts";
import { linesOf } from "../plan/spool.ts";
import type { Entry } from "../ports.ts";
import { mergeRuns } from "./merge-runs.ts";

/** How much is held in memory. */
export interface SortLimits {
  /** Entries that are sorted at once. */
  readonly inMemory: number;
  /** Files that are merged at once. */
  readonly fanIn: number;
}

const LIMITS: SortLimits = { inMemory: 50_000, fanIn: 64 };

/**
 * Entries of many files in UTF-8 order of their keys, each key once, in bounded memory: what does not fit is
 * sorted on disk, in private temporary files. What is in order already is written once and read once.
 */
export async function* sortedEntries(
  files: AsyncIterable<AsyncIterable<Entry>>,
  limits: SortLimits = LIMITS,
): AsyncGenerator<Entry, void, undefined> {
  const runs = new Runs();
  try {
    let chunk: Entry[] = [];
    for await (const file of files) {
      for await (const entry of file) {
        chunk.push(entry);
        if (chunk.length < limits.inMemory) continue;
        await runs.add(chunk);
        chunk = [];
      }
      // Files are in order by themselves, where they are at all.
      if (runs.count > 0) {
        await runs.add(chunk);
        chunk = [];
      }
    }
    yield* distinct(runs.count === 0 ? inOrder(chunk) : await merged(runs, chunk, limits));
  } finally {
    await runs.dispose();
  }
}

async function merged(
  runs: Runs,
  rest: readonly Entry[],
  { fanIn }: SortLimits,
): Promise<AsyncIterable<Entry>> {
  await runs.add(rest);
  let paths = await runs.end();
  while (paths.length > fanIn) {
    const wider: string[] = [];
    for (let first = 0; first < paths.length; first += fanIn) {
      const group = paths.slice(first, first + fanIn);
      wider.push(await runs.write(mergeRuns(group.map(readRun))));
      await Promise.all(group.map((path) => rm(path)));
    }
    paths = wider;
  }
  return mergeRuns(paths.map(readRun));
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => compareUtf8(a.key, b.key));
}

async function* distinct(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
): AsyncGenerator<Entry, void, undefined> {
  let last: string | undefined;
  for await (const entry of entries) {
    if (entry.key !== last) yield entry;
    last = entry.key;
  }
}

/** Sorted files on disk; one goes on as long as what comes is after it. */
class Runs {
  #folder: string | undefined;
  #file: FileHandle | undefined;
  #last = "";
  readonly #paths: string[] = [];

  get count(): number {
    return this.#paths.length;
  }

  async add(entries: readonly Entry[]): Promise<void> {
    const sorted = inOrder(entries);
    const [first, last] = [sorted[0], sorted.at(-1)];
    if (first === undefined || last === undefined) return;
    if (this.#file === undefined || compareUtf8(first.key, this.#last) < 0) await this.#begin();
    this.#last = last.key;
    await this.#file?.appendFile(sorted.map(lineOf).join(""));
  }

  async end(): Promise<readonly string[]> {
    await this.#file?.close();
    this.#file = undefined;
    return [...this.#paths];
  }

  /** Writes a run of its own; resolves to its path. */
  async write(entries: AsyncIterable<Entry>): Promise<string> {
    await this.#begin();
    let lines: string[] = [];
    const flush = async (): Promise<void> => {
      await this.#file?.appendFile(lines.join(""));
      lines = [];
    };
    for await (const entry of entries) if (lines.push(lineOf(entry)) >= 4_096) await flush();
    await flush();
    await this.end();
    return this.#paths.at(-1) ?? "";
  }

  async dispose(): Promise<void> {
    await this.#file?.close();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #begin(): Promise<void> {
    await this.#file?.close();
    this.#folder ??= await mkdtemp(join(tmpdir(), "sluice-"));
    const path = join(this.#folder, String(this.#paths.length));
    this.#paths.push(path);
    this.#file = await open(path, "ax", 0o600);
  }
}

type Line = readonly [key: string, size: number, modifiedMs: number, etag: string, storage: string];

function lineOf({ key, size, modifiedMs, etag = "", storageClass = "" }: Entry): string {
  return `${JSON.stringify([key, size, modifiedMs, etag, storageClass] satisfies Line)}\n`;
}

/** Written by this process into a directory that only this user can enter. */
async function* readRun(path: string): AsyncGenerator<Entry, void, undefined> {
  for await (const line of linesOf(createReadStream(path, "utf8"))) {
    if (line === "") continue;
    const [key, size, modifiedMs, etag, storageClass] = JSON.parse(line) as Line;
    yield {
      key,
      size,
      modifiedMs,
      ...(etag !== "" && { etag }),
      ...(storageClass !== "" && { storageClass }),
    };
  }
}
