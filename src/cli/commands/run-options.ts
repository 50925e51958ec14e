import { type Arguments, hasFlag, type OptionTable } from "../arguments/option.ts";

/** Options that say what a run looks at first, and what it prints. */
export const RUN_OPTIONS: OptionTable = {
  "no-check": { kind: "flag", summary: "do not check permissions first" },
  quiet: { kind: "flag", summary: "print nothing but a refusal" },
  "only-show-errors": { kind: "flag", summary: "print only errors and warnings" },
  "no-progress": { kind: "flag", summary: "print no progress" },
  "progress-frequency": {
    kind: "value",
    value: "SECONDS",
    summary: "print progress no more often than that",
  },
  "progress-multiline": { kind: "flag", summary: "print each progress on a line of its own" },
  json: { kind: "flag", summary: "print events as JSON Lines" },
};

/** Whether permissions are checked first; of whoever signs nothing, nobody can tell any. */
export function checksFirst(args: Arguments): boolean {
  return !hasFlag(args, "no-check") && !hasFlag(args, "no-sign-request");
}
