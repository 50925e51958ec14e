import type { Coordination } from "./coordination.ts";
import type { Span } from "./range-task.ts";

/** So many requests for the source's directories, of which each tells of up to a thousand, and so long in all. */
const MOST_ASKED = 20;
const MOST_ASKED_MS = 5_000;

const WHOLE: readonly Span[] = [{}];

interface Asking extends Pick<Coordination, "board" | "directories" | "signal"> {
  readonly mostAskedMs?: number;
}

/**
 * What a run begins with: where the source has directories, as many spans as there are workers, with about as many
 * of them in each. Workers divide them further as they learn how much is in them.
 */
export async function firstSpans(asking: Asking): Promise<readonly Span[]> {
  const workers = (await asking.board.workers()).length;
  if (workers < 2) return WHOLE;
  const names = await directoriesOf(asking);
  const cuts = Array.from(
    { length: workers - 1 },
    (_, at) => names[Math.floor(((at + 1) * names.length) / workers)],
  ).filter((cut, at, all) => cut !== undefined && cut !== names[0] && cut !== all[at - 1]);
  return [undefined, ...cuts].map((after, at) => {
    const through = cuts[at];
    return { ...(after !== undefined && { after }), ...(through !== undefined && { through }) };
  });
}

/** What cannot be asked, or takes long, is done without. */
async function directoriesOf({
  directories,
  signal: ofRun,
  mostAskedMs = MOST_ASKED_MS,
}: Asking): Promise<readonly string[]> {
  const names: string[] = [];
  if (directories === undefined) return names;
  const signal = AbortSignal.any([ofRun, AbortSignal.timeout(mostAskedMs)]);
  // Who waits for credentials does not look at the signal.
  const over = new Promise<readonly string[]>((resolve) => {
    signal.addEventListener("abort", () => {
      resolve([]);
    });
  });
  for (let asked = 0; asked < MOST_ASKED && !signal.aborted; asked++) {
    const answer = directories(names.at(-1), signal).catch(() => []);
    const more = await Promise.race([answer, over]);
    if (more.length === 0) break;
    names.push(...more);
  }
  return names;
}
