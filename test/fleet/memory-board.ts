import type {
  FleetBoard,
  FleetWorker,
  Served,
  Serving,
  Sharing,
  Tries,
  Turn,
} from "../../src/fleet/fleet-board.ts";
import type { FleetRun } from "../../src/fleet/fleet-run.ts";
import { NO_PROGRESS, type RangeProgress } from "../../src/fleet/range-progress.ts";
import type { RangeResult } from "../../src/fleet/range-result.ts";
import type { RangeTask, Span } from "../../src/fleet/range-task.ts";
import type { WireError } from "../../src/fleet/wire-event.ts";

/** What is in a queue, as text: nothing that JSON does not hold gets through it. */
class Shelf<T> {
  readonly #texts = new Map<string, string>();

  get(key: string): T | undefined {
    const text = this.#texts.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  set(key: string, value: T): void {
    this.#texts.set(key, JSON.stringify(value));
  }

  delete(key: string): boolean {
    return this.#texts.delete(key);
  }

  get all(): readonly (readonly [string, T])[] {
    return Array.from(this.#texts, ([key, text]) => [key, JSON.parse(text) as T]);
  }

  get size(): number {
    return this.#texts.size;
  }
}

/** A board in this process, whose workers die when they are told to. */
export class MemoryBoard implements FleetBoard {
  readonly unfinished: Shelf<FleetRun> = new Shelf();
  readonly open: Shelf<RangeTask> = new Shelf();
  readonly held: Shelf<RangeTask> = new Shelf();
  readonly results: Shelf<RangeResult> = new Shelf();
  readonly failed: Shelf<readonly Span[]> = new Shelf();
  readonly alive: Map<string, FleetWorker> = new Map();
  readonly claimed: Set<string> = new Set();
  readonly tries: Shelf<Tries> = new Shelf();
  readonly #waiting = new Map<string, RangeTask>();
  readonly #begun = new Map<string, RangeTask>();
  /** Whether another process has taken the lead since. */
  isLedElsewhere = false;
  /** Called when a worker has a task in hand; true kills the worker. */
  kills: (task: RangeTask) => boolean = () => false;
  /** Called before each turn; what it throws is the coordinator's death. */
  beforeTurn: (turn: Turn) => void = () => undefined;
  served = 0;
  /** Whether workers are told that others have nothing to do. */
  isHungry: () => boolean = () => false;
  /** Deletions set aside, and made, by ranges. */
  readonly aside: Map<string, number> = new Map();
  readonly deleted: Map<string, number> = new Map();
  readonly refused: Shelf<WireError> = new Shelf();
  /** How far workers have said to be. */
  readonly told: RangeProgress[] = [];

  claim(job: string): Promise<boolean> {
    const isFree = !this.claimed.has(job);
    this.claimed.add(job);
    return Promise.resolve(isFree);
  }

  release(job: string): Promise<void> {
    this.claimed.delete(job);
    return Promise.resolve();
  }

  leads(): Promise<boolean> {
    return Promise.resolve(!this.isLedElsewhere);
  }

  runs(): Promise<readonly FleetRun[]> {
    return Promise.resolve(this.unfinished.all.map(([, run]) => run));
  }

  load(run: string): Promise<FleetRun | undefined> {
    return Promise.resolve(this.unfinished.get(run));
  }

  turn(turn: Turn): Promise<boolean> {
    this.beforeTurn(turn);
    const { run, over, opened, held, released = [] } = turn;
    if (this.isLedElsewhere) return Promise.resolve(false);
    this.unfinished.set(run.id, run);
    if (over !== undefined) this.open.delete(over);
    for (const task of opened) this.open.set(task.id, task);
    if (held !== undefined) this.held.set(held.id, held);
    for (const id of released) this.held.delete(id);
    return Promise.resolve(true);
  }

  end(run: FleetRun, how?: { readonly keepsFailed: boolean }): Promise<boolean> {
    if (this.isLedElsewhere) return Promise.resolve(false);
    this.unfinished.delete(run.id);
    if (how?.keepsFailed !== true) this.failed.set(run.job, run.failed);
    return Promise.resolve(true);
  }

  failedOf(job: string): Promise<readonly Span[]> {
    return Promise.resolve(this.failed.get(job) ?? []);
  }

  openTask(_: string, task: string): Promise<RangeTask | undefined> {
    return Promise.resolve(this.open.get(task));
  }

  openCount(): Promise<number> {
    return Promise.resolve(this.open.size);
  }

  async *openTasks(): AsyncGenerator<readonly RangeTask[], void, undefined> {
    yield await Promise.resolve(this.open.all.map(([, task]) => task));
  }

  heldRanges(): Promise<readonly RangeTask[]> {
    return Promise.resolve(this.held.all.slice(0, 2).map(([, range]) => range));
  }

  offer(tasks: readonly RangeTask[]): Promise<void> {
    for (const task of tasks) if (!this.#begun.has(task.id)) this.#waiting.set(task.id, task);
    return Promise.resolve();
  }

  withdraw(tasks: readonly RangeTask[]): Promise<void> {
    for (const { id } of tasks) this.#waiting.delete(id);
    return Promise.resolve();
  }

  async nextResult(): Promise<{ id: string; result: RangeResult } | undefined> {
    await new Promise((resolve) => setImmediate(resolve));
    const [first] = this.results.all;
    return first && { id: first[0], result: first[1] };
  }

  settled(_: string, task: string): Promise<void> {
    this.results.delete(task);
    return Promise.resolve();
  }

  report(task: RangeTask, result: RangeResult): Promise<void> {
    if (this.results.get(task.id) === undefined) this.results.set(task.id, result);
    return Promise.resolve();
  }

  isWanted({ id }: RangeTask): Promise<boolean> {
    const isOpen = this.open.get(id) !== undefined;
    return Promise.resolve(isOpen && this.results.get(id) === undefined);
  }

  triesOf({ id }: RangeTask): Promise<Tries> {
    return Promise.resolve(this.tries.get(id) ?? {});
  }

  keepTries({ id }: RangeTask, tries: Tries): Promise<void> {
    this.tries.set(id, tries);
    return Promise.resolve();
  }

  share({ kept, given }: Sharing): Promise<boolean> {
    if (this.open.get(kept.id) === undefined) return Promise.resolve(false);
    for (const task of [kept, given]) this.open.set(task.id, task);
    return Promise.resolve(true);
  }

  allowDeletions({ id, mostDeletions = 0 }: RangeTask, deletions: number): Promise<boolean> {
    const mine = (this.deleted.get(id) ?? 0) + deletions;
    const all = Array.from(this.aside, ([range, count]) => (range === id ? 0 : count));
    const isAllowed = all.reduce((sum, count) => sum + count, mine) <= mostDeletions;
    if (isAllowed) this.aside.set(id, mine);
    return Promise.resolve(isAllowed);
  }

  countDeletions({ id }: RangeTask, deletions: number): Promise<void> {
    this.deleted.set(id, (this.deleted.get(id) ?? 0) + deletions);
    return Promise.resolve();
  }

  refuse(_: string, worker: string, reason: WireError | undefined): Promise<void> {
    if (reason === undefined) this.refused.delete(worker);
    else this.refused.set(worker, reason);
    return Promise.resolve();
  }

  refusals(): Promise<ReadonlyMap<string, WireError>> {
    return Promise.resolve(new Map(this.refused.all));
  }

  tellProgress(_: RangeTask, progress: RangeProgress): Promise<void> {
    this.told.push(progress);
    return Promise.resolve();
  }

  progressOf(): Promise<RangeProgress> {
    return Promise.resolve(this.told.at(-1) ?? NO_PROGRESS);
  }

  hasIdleWorker(): Promise<boolean> {
    return Promise.resolve(this.isHungry());
  }

  workers(): Promise<readonly FleetWorker[]> {
    return Promise.resolve([...this.alive.values()]);
  }

  async serve({ worker, handle, signal }: Serving): Promise<void> {
    this.alive.set(worker.id, worker);
    while (!signal.aborted) {
      const [task] = this.#waiting.values();
      if (task === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      this.#waiting.delete(task.id);
      this.#begun.set(task.id, task);
      this.served++;
      const served = await this.#serveOne(task, (each) => handle(each, signal));
      this.#begun.delete(task.id);
      if (served.kind === "over") continue;
      this.#waiting.set(task.id, task);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.alive.delete(worker.id);
  }

  answer(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A worker that dies while it has the task leaves what it did, but reports nothing. */
  async #serveOne(task: RangeTask, handle: (task: RangeTask) => Promise<Served>): Promise<Served> {
    if (!this.kills(task)) return handle(task);
    // What is on its way arrives, and nobody hears of it.
    const before = this.results.get(task.id);
    await handle(task);
    if (before === undefined) this.results.delete(task.id);
    return { kind: "again", afterMs: 0 };
  }
}
