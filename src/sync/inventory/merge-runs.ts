import { compareUtf8 } from "../../aws/index.ts";
import type { Entry } from "../ports.ts";

interface Cursor {
  readonly rest: AsyncIterator<Entry>;
  entry: Entry;
}

/** Entries of sorted runs in order: a heap of the runs by their next key. */
export async function* mergeRuns(
  runs: readonly AsyncIterable<Entry>[],
): AsyncGenerator<Entry, void, undefined> {
  const heap: Cursor[] = [];
  for (const run of runs) {
    const rest = run[Symbol.asyncIterator]();
    const next = await rest.next();
    if (next.done !== true) heap.push({ rest, entry: next.value });
  }
  for (let at = heap.length >> 1; at >= 0; at--) sink(heap, at);
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.entry;
    const next = await first.rest.next();
    if (next.done === true) replaceFirst(heap);
    else first.entry = next.value;
    sink(heap, 0);
  }
}

function replaceFirst(heap: Cursor[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

/** Lets a cursor down until both below it come after it. */
function sink(heap: Cursor[], from: number): void {
  for (let at = from; ;) {
    const least = [2 * at + 1, 2 * at + 2].reduce((best, below) => earlier(heap, best, below), at);
    const [upper, lower] = [heap[at], heap[least]];
    if (least === at || upper === undefined || lower === undefined) return;
    heap[at] = lower;
    heap[least] = upper;
    at = least;
  }
}

function earlier(heap: readonly Cursor[], a: number, b: number): number {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return a;
  return compareUtf8(second.entry.key, first.entry.key) < 0 ? b : a;
}
