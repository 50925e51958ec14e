import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Items that stay in memory before a spool takes to disk. */
const IN_MEMORY = 4_096;

/**
 * Keeps items for later in constant memory: the first few thousand in an array, the rest as lines of
 * a private temporary file. What must wait for the end of a listing waits here.
 */
export class Spool<T> {
  #recent: T[] = [];
  #folder: string | undefined;
  #file: FileHandle | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  async add(item: T): Promise<void> {
    this.#recent.push(item);
    this.#length++;
    if (this.#recent.length < IN_MEMORY) return;
    const batch = this.#recent;
    this.#recent = [];
    this.#file ??= await this.#create();
    await this.#file.appendFile(batch.map((one) => `${JSON.stringify(one)}\n`).join(""));
  }

  /** Every item in the order in which it came. */
  async *drain(): AsyncGenerator<T, void, undefined> {
    if (this.#folder !== undefined) {
      // Written by this object into a directory that only this user can enter.
      for await (const line of linesOf(createReadStream(join(this.#folder, "spool"), "utf8")))
        yield JSON.parse(line) as T;
    }
    yield* this.#recent;
  }

  /** Removes what is on disk. */
  async dispose(): Promise<void> {
    await this.#file?.close();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #create(): Promise<FileHandle> {
    this.#folder = await mkdtemp(join(tmpdir(), "sluice-"));
    return open(join(this.#folder, "spool"), "ax", 0o600);
  }
}

/** Lines that end in a newline alone: readline of newer Node also ends them at U+2028, which keys may hold. */
export async function* linesOf(
  pieces: AsyncIterable<unknown>,
): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + String(piece)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
