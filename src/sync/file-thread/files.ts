import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { HowToRead, ReadFile } from "../transfer/read-small-file.ts";
import { asError } from "../errno.ts";
import { SkippedFile } from "../report/warning.ts";
import type { SmallFile } from "../transfer/write-small-file.ts";
import type { Piece } from "../transfer/write-piece.ts";
import type { Outcome, Result, Task } from "./messages.ts";
import { ownBody } from "./own-body.ts";
import { outcomeOf, performTask } from "./perform-task.ts";

/** A sync of fewer small files does without a thread, which takes as long to start as these take. */
const WITHOUT_THREAD = 64;
/** A piece of a large file takes as long as some ten small ones. */
const WORTH_OF_PIECE = 10;
/** So many go to the thread at once, which begins with them while more come in. */
const BATCH = 32;
/** The bodies of files are not counted; with more room V8 lets those that are done with pile up. */
const LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };

interface Waiter {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Reads and writes small files, and writes and sums pieces of large ones: many of them in a thread of their own,
 * because the system takes as long for a small file as we take for a request, and for a piece as we take to receive it.
 */
export class Files {
  readonly #signal: AbortSignal;
  readonly #newThread: (() => Worker) | undefined;
  /** Those of what the thread has, then those of the batch. */
  readonly #waiting: Waiter[] = [];
  #batch: Task[] = [];
  #left = WITHOUT_THREAD;
  /** Absent until it has started, and where there is none. */
  #thread: Worker | undefined;

  /** The thread ends with the signal of the run. */
  constructor(signal: AbortSignal, newThread: (() => Worker) | undefined = threadOfPackage()) {
    this.#signal = signal;
    this.#newThread = newThread;
  }

  /** Writes a file beside its target and renames it there; false when its time could not be set. */
  async write(file: SmallFile): Promise<boolean> {
    return (await this.#perform({ kind: "write", file })) as boolean;
  }

  /** Reads a file whole unless it is too large for that; fails if it changes meanwhile. */
  async read(path: string, how: HowToRead): Promise<ReadFile | undefined> {
    return (await this.#perform({ kind: "read", path, how })) as ReadFile | undefined;
  }

  /** Writes a piece of a large file; resolves to the sum of what it follows and of itself, in base64. */
  async writePiece(piece: Piece): Promise<string> {
    return (await this.#perform({ kind: "piece", piece })) as string;
  }

  #perform(task: Task): Result | Promise<Result> {
    const before = this.#left;
    this.#left -= task.kind === "piece" ? WORTH_OF_PIECE : 1;
    if (before > 0 && this.#left <= 0) this.#start();
    const isHandedOver = this.#thread !== undefined && !this.#signal.aborted;
    return isHandedOver ? this.#handOver(task) : performTask(task);
  }

  #handOver(task: Task): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const tasks = this.#batch.push(task);
      if (tasks === 1) setImmediate(this.#send);
      if (tasks === BATCH) this.#send();
    });
  }

  readonly #send = (): void => {
    const batch = this.#batch;
    this.#batch = [];
    if (this.#thread === undefined) {
      for (const task of batch) settle(this.#waiting.shift(), outcomeOf(task));
      return;
    }
    if (batch.length === 0) return;
    const bodies: ArrayBuffer[] = [];
    const tasks = batch.map((task) =>
      task.kind === "write" ? { ...task, file: ownBody(task.file, bodies) } : task,
    );
    try {
      this.#thread.postMessage(tasks, bodies);
    } catch (error) {
      // Whoever waits for later ones must not be told of these.
      for (const { reject } of this.#waiting.splice(-batch.length)) reject(asError(error));
    }
  };

  /** All is done here until the thread has started, and where it cannot. */
  #start(): void {
    if (this.#newThread === undefined || this.#signal.aborted) return;
    let thread: Worker;
    try {
      thread = this.#newThread();
    } catch {
      return;
    }
    // What was handed over is carried out first.
    const endIfDone = (): void => {
      if (this.#signal.aborted && this.#waiting.length === 0) void thread.terminate();
    };
    this.#signal.addEventListener("abort", endIfDone, { once: true });
    thread.on("online", () => {
      this.#thread = thread;
    });
    thread.on("message", (outcomes: readonly Outcome[]) => {
      for (const outcome of outcomes) settle(this.#waiting.shift(), outcome);
      endIfDone();
    });
    thread.on("error", this.#ended);
    thread.on("exit", () => {
      this.#ended(new Error("the thread that reads and writes files ended"));
    });
  }

  /** What was handed over is lost with the thread; all else goes on here. */
  readonly #ended = (error: Error): void => {
    this.#thread = undefined;
    const handedOver = this.#waiting.length - this.#batch.length;
    for (const { reject } of this.#waiting.splice(0, handedOver)) reject(error);
  };
}

/** From source there is no program for a thread. */
function threadOfPackage(): (() => Worker) | undefined {
  const program = new URL("./file-worker.js", import.meta.url);
  return existsSync(program) ? () => new Worker(program, { resourceLimits: LIMITS }) : undefined;
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
