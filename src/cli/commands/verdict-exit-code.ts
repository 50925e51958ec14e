import type { Verdict } from "../../app/index.ts";
import { ExitCode } from "../exit-code.ts";

/** The exit code that tells a verdict. */
export function verdictExitCode(verdict: Verdict): number {
  switch (verdict) {
    case "allowed":
      return ExitCode.done;
    case "denied":
      return ExitCode.denied;
    case "unknown":
      return ExitCode.unknown;
  }
}
