import { closeSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../../aws/index.ts";
import type { Decision } from "../../policy/index.ts";
import { makeDirectory } from "../make-directory.ts";
import { findDecisions } from "./find-decisions.ts";
import { loggedDecision, type LoggedDecision, type Occasion } from "./logged-decision.ts";

/** A file of decisions, one JSON line for each. */
export interface DecisionLog {
  /** Returns once the line is in the file. */
  write(decision: Decision, occasion: Occasion): void;
  /** All decisions about one request, in the order in which they were made. */
  find(id: string): Promise<readonly LoggedDecision[]>;
  close(): void;
}

/** Opens a log for more lines, or makes it and its directory; only its owner may read it, for it tells who asked for what. */
export function openDecisionLog(path: string): DecisionLog {
  const file = openFile(path);
  return {
    write(decision, occasion) {
      writeSync(file, `${JSON.stringify(loggedDecision(decision, occasion))}\n`);
    },
    find: (id) => findDecisions(path, id),
    close() {
      closeSync(file);
    },
  };
}

function openFile(path: string): number {
  try {
    makeDirectory(dirname(path), 0o700);
    return openSync(path, "a", 0o600);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot log decisions to \`${path}\`: ${reason}`,
      ja: `判断を \`${path}\` に記録できません: ${reason}`,
    });
  }
}
