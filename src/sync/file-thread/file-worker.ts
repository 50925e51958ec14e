import { parentPort } from "node:worker_threads";
import { asError, errnoOf } from "../errno.ts";
import { readSmallFile } from "../read-small-file.ts";
import { SkippedFile } from "../warning.ts";
import { writeSmallFile } from "../write-small-file.ts";
import type { Outcome, Task } from "./messages.ts";
import { ownBody } from "./own-body.ts";

// The whole of a thread: it carries out one batch after another, and answers in their order.
parentPort?.on("message", (batch: readonly Task[]) => {
  const bodies: ArrayBuffer[] = [];
  parentPort?.postMessage(
    batch.map((task) => outcomeOf(task, bodies)),
    bodies,
  );
});

function outcomeOf(task: Task, bodies: ArrayBuffer[]): Outcome {
  try {
    switch (task.kind) {
      case "write":
        return { kind: "done", result: writeSmallFile(task.file) };
      case "read": {
        const read = readSmallFile(task.path, task.how);
        return { kind: "done", result: read && ownBody(read, bodies) };
      }
    }
  } catch (error) {
    if (error instanceof SkippedFile) return { kind: "skipped", warning: error.warning };
    return { kind: "failed", message: asError(error).message, code: errnoOf(error) };
  }
}
