import { asError, errnoOf } from "../errno.ts";
import { readSmallFile } from "../transfer/read-small-file.ts";
import { SkippedFile } from "../report/warning.ts";
import { writePiece } from "../transfer/write-piece.ts";
import { writeSmallFile } from "../transfer/write-small-file.ts";
import type { Outcome, Result, Task } from "./messages.ts";

/** Carries out a task; throws what goes wrong. */
export function performTask(task: Task): Result {
  switch (task.kind) {
    case "write":
      return writeSmallFile(task.file);
    case "piece":
      return writePiece(task.piece);
    case "read":
      return readSmallFile(task.path, task.how);
  }
}

/** The same, with what goes wrong in a form that another thread can be sent. */
export function outcomeOf(task: Task): Outcome {
  try {
    return { kind: "done", result: performTask(task) };
  } catch (error) {
    if (error instanceof SkippedFile) return { kind: "skipped", warning: error.warning };
    return { kind: "failed", message: asError(error).message, code: errnoOf(error) };
  }
}
