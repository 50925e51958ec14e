import { setTimeout as wait } from "node:timers/promises";
import type { RangeWork } from "../sync/index.ts";
import { Clock } from "./clock.ts";
import type { FleetBoard, Tries } from "./fleet-board.ts";
import type { RangeProgress } from "./range-progress.ts";
import { copyTask, type RangeTask } from "./range-task.ts";

/** How often is asked whether others have nothing to do: soon after the beginning, and then less and less. */
const FIRST_ASK_MS = 50;
const ASK_MS = 250;
const TELL_EVERY_MS = 1_000;

/** A range that is being worked on. */
interface RangeInHand {
  readonly task: RangeTask;
  /** How often it has been begun, this time too. */
  readonly tries: Tries;
  readonly work: Pick<RangeWork, "cutOff" | "hasListed">;
  readonly board: FleetBoard;
  readonly progress: () => RangeProgress;
  /** Called from time to time once the range has shown that this worker can work. */
  readonly works: () => Promise<void>;
  /** Aborted when the range has come to its end. */
  readonly over: AbortSignal;
  /** Called where another worker has it by now. */
  readonly abandon: () => void;
}

/** Until a range is over, leaves the farther half of it to whoever has nothing to do, and says how far it is. */
export async function accompanyRange(hand: RangeInHand): Promise<void> {
  const { board, over, abandon, progress, work, works } = hand;
  const tell = new Clock(TELL_EVERY_MS);
  tell.reset();
  let { task } = hand;
  let askMs = FIRST_ASK_MS;
  for (; await goesOn(askMs, over); askMs = Math.min(2 * askMs, ASK_MS)) {
    if (work.hasListed) await works();
    // What Redis refuses of these two costs nothing of the range.
    if (tell.isDue()) await board.tellProgress(task, progress()).catch(() => undefined);
    if (task.mostDeletions !== undefined) continue;
    if (!(await board.hasIdleWorker().catch(() => false))) continue;
    const shared = await share({ ...hand, task });
    if (shared === "lost") {
      abandon();
      return;
    }
    if (shared === undefined) continue;
    [task, askMs] = [shared, FIRST_ASK_MS / 2];
  }
}

/** Waits, and answers whether the range is not over by then. */
function goesOn(afterMs: number, over: AbortSignal): Promise<boolean> {
  return wait(afterMs, true, { signal: over }).catch(() => false);
}

/** Cuts a half off, and answers what is left to do here. */
async function share({
  board,
  task,
  tries,
  work,
}: RangeInHand): Promise<RangeTask | "lost" | undefined> {
  const rest = work.cutOff();
  if (rest === undefined) return undefined;
  const kept = { ...task, span: { ...task.span, through: rest.after } };
  const given = copyTask(task.run, rest);
  if (!(await board.share({ kept, given, tries }))) return "lost";
  // Whoever dies before that leaves it to the one who leads, who offers all that is open from time to time.
  await board.offer([given]);
  return kept;
}
