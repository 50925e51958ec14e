import { BoundedQueue } from "./bounded-queue.ts";
import { Widening } from "./widening.ts";

/** How many items are worked on at once, at most, and how many more are drawn ahead. */
export interface Width {
  readonly workers: number;
  readonly lookahead: number;
}

/**
 * Performs every item, a bounded number at a time. When the items or a performance fail, those that
 * run are waited for, the rest is dropped, and the first error is thrown.
 */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  { workers, lookahead }: Width,
  perform: (item: T) => Promise<void>,
): Promise<void> {
  const queue = new BoundedQueue<{ readonly item: T }>(lookahead);
  const errors: unknown[] = [];
  const fail = (error: unknown): void => {
    errors.push(error);
    queue.close({ discard: true });
  };
  const work = async (): Promise<void> => {
    for (let next = await queue.take(); next; next = queue.takeNow() ?? (await queue.take())) {
      await perform(next.item);
      widening?.ended();
    }
  };
  const running: Promise<void>[] = [];
  const hire = (count: number): void => {
    for (let left = count; left > 0; left--) running.push(work().catch(fail));
  };
  let widening: Widening | undefined;
  try {
    for await (const item of items) {
      if (errors.length > 0) break;
      if (widening === undefined) {
        widening = new Widening(workers, hire);
        hire(widening.width);
      }
      const room = queue.put({ item });
      if (room !== undefined) await room;
    }
    queue.close();
  } catch (error) {
    fail(error);
  }
  // More may join while those before them end.
  for (const one of running) await one;
  widening?.stop();
  if (errors.length > 0) throw errors[0];
}
