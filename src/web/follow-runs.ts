import { open } from "node:fs/promises";
import type { LiveSource } from "./lab-beside.ts";
import { type FollowedRun, NO_PROGRESS, withEvent } from "./ui/view/run-progress.ts";

/** Tells how far runs are whose events go to files; reads what was added each time it is asked. */
export function followRuns(files: readonly string[]): LiveSource {
  const runs = files.map((file) => new FileOfEvents(file));
  let reading: Promise<unknown> = Promise.resolve();
  return (path) => {
    if (path !== "/runs") return undefined;
    // One after the other: two readers would tell a line twice.
    const told = reading.then(() => Promise.all(runs.map((run) => run.read())));
    reading = told;
    return told.then((all) => ({ status: 200, text: JSON.stringify(all) }));
  };
}

const CHUNK = 1_048_576;
/** So much is read at one asking, so that a page that comes late is answered soon. */
const MOST_AT_ONCE = 64 * CHUNK;

class FileOfEvents {
  readonly #file: string;
  #offset = 0;
  #rest: Buffer = Buffer.alloc(0);
  #progress = NO_PROGRESS;

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<FollowedRun> {
    try {
      await this.#readOn();
      return { file: this.#file, progress: this.#progress };
    } catch (error) {
      // A run that has not begun has no file.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        return { file: this.#file, progress: this.#progress };
      }
      const problem = error instanceof Error ? error.message : String(error);
      return { file: this.#file, progress: this.#progress, problem };
    }
  }

  async #readOn(): Promise<void> {
    const handle = await open(this.#file);
    try {
      const { size } = await handle.stat();
      if (size < this.#offset) this.#beginAgain();
      const end = Math.min(size, this.#offset + MOST_AT_ONCE);
      while (this.#offset < end) {
        const { buffer, bytesRead } = await handle.read(
          Buffer.alloc(CHUNK),
          0,
          CHUNK,
          this.#offset,
        );
        if (bytesRead === 0) return;
        this.#offset += bytesRead;
        this.#take(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  /** Another run has written the file anew. */
  #beginAgain(): void {
    this.#offset = 0;
    this.#rest = Buffer.alloc(0);
    this.#progress = NO_PROGRESS;
  }

  #take(bytes: Buffer): void {
    const text = Buffer.concat([this.#rest, bytes]);
    const end = text.lastIndexOf("\n");
    const lines = text
      .subarray(0, end + 1)
      .toString()
      .split("\n");
    for (const line of lines) this.#progress = withEvent(this.#progress, line);
    const rest = text.subarray(end + 1);
    // No event is that long: it is another file.
    this.#rest = rest.length > CHUNK ? Buffer.alloc(0) : rest;
  }
}
