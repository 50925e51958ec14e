import { parentPort } from "node:worker_threads";
import type { Outcome, Task } from "./messages.ts";
import { ownBody } from "./own-body.ts";
import { outcomeOf } from "./perform-task.ts";

// The whole of a thread: it carries out one batch after another, and answers in their order.
parentPort?.on("message", (batch: readonly Task[]) => {
  const bodies: ArrayBuffer[] = [];
  parentPort?.postMessage(
    batch.map((task) => withOwnBody(outcomeOf(task), bodies)),
    bodies,
  );
});

function withOwnBody(outcome: Outcome, handedOver: ArrayBuffer[]): Outcome {
  if (outcome.kind !== "done" || typeof outcome.result !== "object") return outcome;
  return { ...outcome, result: ownBody(outcome.result, handedOver) };
}
