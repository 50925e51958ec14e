import type { Coordination } from "./coordination.ts";
import type { Span } from "./range-task.ts";

/** Asked for the source's directories: so many thousands of them, at most for so long. */
const MOST_ASKED = 20;
const MOST_ASKED_MS = 5_000;

const WHOLE: readonly Span[] = [{}];

/**
 * What a run begins with: where the source has directories, as many spans as there are workers, with about as many
 * of them in each. Workers divide them further as they learn how much is in them.
 */
export async function firstSpans({
  board,
  directories,
  signal,
}: Pick<Coordination, "board" | "directories" | "signal">): Promise<readonly Span[]> {
  const workers = (await board.workers()).length;
  if (directories === undefined || workers < 2) return WHOLE;
  const ends = await endsOf(directories, signal);
  const cuts = Array.from(
    { length: workers - 1 },
    (_, at) => ends[Math.floor(((at + 1) * ends.length) / workers) - 1],
  ).filter((cut, at, all) => cut !== undefined && cut !== all[at - 1]);
  return [undefined, ...cuts].map((after, at) => {
    const through = cuts[at];
    return { ...(after !== undefined && { after }), ...(through !== undefined && { through }) };
  });
}

/** What cannot be asked, or takes long, is done without. */
async function endsOf(
  directories: NonNullable<Coordination["directories"]>,
  ofRun: AbortSignal,
): Promise<readonly string[]> {
  const signal = AbortSignal.any([ofRun, AbortSignal.timeout(MOST_ASKED_MS)]);
  const ends: string[] = [];
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    const more = await directories(ends.at(-1), signal).catch(() => []);
    if (more.length === 0) break;
    ends.push(...more);
  }
  return ends;
}
