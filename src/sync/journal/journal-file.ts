import { type FileHandle, open } from "node:fs/promises";
import type { JournalRecord } from "./journal-record.ts";
import { journalLine } from "./journal-line.ts";

/** Where a journal is to be, what it begins or goes on with, and what to do before it is opened. */
export interface JournalFilePlan {
  readonly path: string;
  readonly first: JournalRecord;
  readonly prepare: () => Promise<void>;
}

/** Characters that wait to be written, beyond which they are at once. */
const MOST_PENDING = 64 * 1024;

/**
 * A journal that grows at its end. It comes to be with the first thing that is worth a line. Many that
 * wait are written at once; a disk that takes no more ends the journal, not the run.
 */
export class JournalFile {
  readonly path: string;
  readonly #prepare: () => Promise<void>;
  #handle: FileHandle | undefined;
  #pending: string[];
  #pendingLength = 0;
  /** The first line alone says nothing of what was done. */
  #saysEnough = 2;
  #writing: Promise<void> = Promise.resolve();
  #fault: unknown;

  constructor({ path, first, prepare }: JournalFilePlan) {
    this.path = path;
    this.#pending = [journalLine(first)];
    this.#prepare = prepare;
  }

  /** Adds a line with the next write. */
  append(record: JournalRecord): void {
    if (this.#fault !== undefined) return;
    const line = journalLine(record);
    this.#pending.push(line);
    this.#pendingLength += line.length;
    if (this.#pendingLength > MOST_PENDING) void this.flush();
  }

  /** Resolves when all lines so far are the system's: no kill takes them away. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Resolves when there is a file, be it with its first line alone. */
  begin(): Promise<void> {
    this.#saysEnough = 1;
    return this.flush();
  }

  /** Resolves when they are on the disk: no power cut takes them away. */
  sync(): Promise<void> {
    this.#writing = this.flush().then(() => this.#attempt(() => this.#handle?.datasync()));
    return this.#writing;
  }

  /** Whether there is a file. */
  get isWritten(): boolean {
    return this.#handle !== undefined && this.#fault === undefined;
  }

  /** Why it could not be written, if it could not. */
  get fault(): unknown {
    return this.#fault;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle?.close();
  }

  async #write(): Promise<void> {
    if (this.#pending.length < this.#saysEnough) return;
    this.#saysEnough = 1;
    const lines = this.#pending;
    this.#pending = [];
    this.#pendingLength = 0;
    await this.#attempt(async () => {
      this.#handle ??= await this.#open();
      await this.#handle.appendFile(lines.join(""));
    });
  }

  async #open(): Promise<FileHandle> {
    await this.#prepare();
    return open(this.path, "a", 0o600);
  }

  async #attempt(work: () => Promise<void> | undefined): Promise<void> {
    if (this.#fault !== undefined) return;
    try {
      await work();
    } catch (error) {
      this.#fault = error;
      this.#pending = [];
    }
  }
}
