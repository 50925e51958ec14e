import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type HowToRead, type ReadFile, readSmallFile } from "../read-small-file.ts";
import { asError } from "../errno.ts";
import { SkippedFile } from "../warning.ts";
import { type SmallFile, writeSmallFile } from "../write-small-file.ts";
import type { Outcome, Result, Task } from "./messages.ts";
import { ownBody } from "./own-body.ts";

/** Where the package has the thread's program; from source there is none, and no thread. */
const PROGRAM = new URL("./file-worker.js", import.meta.url);

/** A thread takes some 20 ms to start: as long as so many files. */
const WITHOUT_THREAD = 250;

interface Waiter {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Reads and writes small files: many of them in a thread of their own, because the system takes as
 * long for a file as we take for a request.
 */
export class SmallFiles {
  readonly #signal: AbortSignal;
  readonly #program: URL;
  readonly #waiting: Waiter[] = [];
  #batch: Task[] = [];
  #left = WITHOUT_THREAD;
  #thread: Worker | undefined;

  /** The thread ends with the signal of the run. */
  constructor(signal: AbortSignal, program: URL = PROGRAM) {
    this.#signal = signal;
    this.#program = program;
    if (!existsSync(program)) this.#left = Number.POSITIVE_INFINITY;
  }

  /** Writes a file beside its target and renames it there; false when its time could not be set. */
  async write(file: SmallFile): Promise<boolean> {
    if (this.#isDoneHere()) return writeSmallFile(file);
    return (await this.#handOver({ kind: "write", file })) as boolean;
  }

  /** Reads a file whole unless it is too large for that; fails if it changes meanwhile. */
  async read(path: string, how: HowToRead): Promise<ReadFile | undefined> {
    if (this.#isDoneHere()) return readSmallFile(path, how);
    return (await this.#handOver({ kind: "read", path, how })) as ReadFile | undefined;
  }

  #isDoneHere(): boolean {
    this.#left--;
    return this.#left >= 0 || this.#signal.aborted;
  }

  #handOver(task: Task): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#batch.push(task) === 1) setImmediate(this.#send);
    });
  }

  readonly #send = (): void => {
    const bodies: ArrayBuffer[] = [];
    const batch = this.#batch.map((task) =>
      task.kind === "write" ? { ...task, file: ownBody(task.file, bodies) } : task,
    );
    this.#batch = [];
    if (batch.length === 0) return;
    try {
      this.#thread ??= this.#start();
      this.#thread.postMessage(batch, bodies);
    } catch (error) {
      this.#fail(asError(error));
    }
  };

  #start(): Worker {
    const thread = new Worker(this.#program);
    this.#signal.addEventListener("abort", this.#endIfDone, { once: true });
    thread.on("message", (outcomes: readonly Outcome[]) => {
      if (this.#thread !== thread) return;
      for (const outcome of outcomes) settle(this.#waiting.shift(), outcome);
      this.#endIfDone();
    });
    const ended = (error: Error): void => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      this.#fail(error);
    };
    thread.on("error", ended);
    thread.on("exit", () => {
      ended(new Error("the thread that reads and writes files ended"));
    });
    return thread;
  }

  /** What was handed over is carried out first. */
  readonly #endIfDone = (): void => {
    if (this.#signal.aborted && this.#waiting.length === 0) void this.#thread?.terminate();
  };

  /** What waits fails, and is not sent to another thread, whose answers are to other tasks. */
  #fail(error: Error): void {
    this.#batch = [];
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

function settle(waiter: Waiter | undefined, outcome: Outcome): void {
  switch (outcome.kind) {
    case "done":
      waiter?.resolve(outcome.result);
      return;
    case "skipped":
      waiter?.reject(new SkippedFile(outcome.warning));
      return;
    case "failed":
      waiter?.reject(Object.assign(new Error(outcome.message), { code: outcome.code }));
  }
}
