import { BoardWatch } from "./board-watch.ts";
import { silent } from "./silent.ts";
import { type FleetWork, workOnFleet } from "./work-on-fleet.ts";

/** Works as `workOnFleet` does, says when the board is silent, and throws where it is when this worker is to stop. */
export async function workWatched(work: FleetWork): Promise<void> {
  const watch = new BoardWatch(work.board, work.signal);
  const working = workOnFleet(work);
  try {
    for (;;) {
      const first = await watch.during(working);
      if (first === "lost") throw silent(first);
      if (first !== "away") return;
      work.tellFault(silent(first));
    }
  } finally {
    watch.close();
  }
}
