import type { Layer } from "../../../policy/index.ts";
import type { Mark } from "./documents.ts";
import type { RunProgress, RunState } from "./run-progress.ts";
import type { GateState } from "./gates.ts";
import type { LargeObjects } from "./said-sizes.ts";

/** Every word of the page in one language; sentences about policies come from the engine. */
export interface Words {
  readonly title: string;
  readonly language: string;
  readonly start: string;
  readonly story: string;
  readonly opened: (name: string) => string;
  readonly openWorld: string;
  readonly dropHint: string;
  readonly profile: string;
  readonly source: string;
  readonly destination: string;
  readonly notAgain: string;
  readonly tooLarge: (megabytes: number, most: number) => string;
  readonly paste: string;
  readonly nothingPasted: string;
  readonly notInWorld: string;
  readonly showWay: string;
  readonly runs: string;
  readonly noRuns: string;
  readonly serverSilent: string;
  readonly runStates: Readonly<Record<RunState, string>>;
  readonly bytesDone: string;
  readonly progress: (
    of: Pick<RunProgress, "objects" | "totalObjects" | "deleted" | "warnings"> & {
      readonly size: string;
      readonly total: string;
    },
  ) => string;
  readonly rate: (now: string) => string;
  readonly rateOverTime: string;
  readonly failures: (count: number, message: string) => string;
  readonly live: (url: string) => string;
  readonly liveHint: (url: string) => string;
  readonly labSilent: (url: string) => string;
  readonly noLab: string;
  readonly openLab: string;
  readonly forgotten: string;
  readonly seen: (all: number, refused: number) => string;
  readonly refusedOnly: string;
  readonly time: string;
  readonly matrix: string;
  readonly matrixHint: string;
  readonly sizes: (threshold: string) => string;
  readonly large: Readonly<Record<LargeObjects | "unknown", string>>;
  readonly hangsOnSize: (threshold: string) => string;
  readonly hangsOnTags: string;
  readonly permission: string;
  readonly result: string;
  readonly way: string;
  readonly wayOf: (permission: string) => string;
  readonly caller: string;
  readonly object: string;
  readonly gate: string;
  readonly account: string;
  readonly answer: string;
  readonly policies: (layer: string) => string;
  readonly noPolicies: string;
  readonly fixed: string;
  readonly edit: (name: string) => string;
  readonly restore: string;
  readonly isPolicy: string;
  readonly empty: string;
  readonly place: (line: number, column: number) => string;
  readonly remarks: string;
  readonly moreRemarks: (count: number) => string;
  readonly keepsLast: string;
  readonly legend: Readonly<Record<Mark["kind"], string>>;
  readonly why: string;
  readonly details: string;
  readonly fix: string;
  readonly noFix: string;
  readonly effect: string;
  readonly counts: (of: { allowed: number; denied: number; unknown: number }) => string;
  readonly changes: string;
  readonly owner: (account: string) => string;
  readonly diffOf: (name: string) => string;
  /** Lines that stay, and are not shown. */
  readonly gap: (count: number) => string;
  readonly commands: (account: string) => string;
  readonly noCommand: string;
  readonly copy: string;
  readonly copied: string;
  readonly before: string;
  readonly after: string;
  readonly opensTo: (profile: string, permissions: readonly string[]) => string;
  readonly opensNothing: string;
  readonly states: Readonly<Record<GateState, string>>;
  readonly outcomes: Readonly<Record<"allowed" | "denied" | "unknown", string>>;
  readonly behind: string;
  /** Short enough to stand under a gate. */
  readonly gates: Readonly<Record<Layer, string>>;
}
