import {
  type CheckResult,
  explainFailures,
  explainText,
  type FailureKind,
} from "../../app/index.ts";
import type { Arguments } from "../arguments/option.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { grantLine } from "./command-line.ts";
import { renderFindings } from "./render-check.ts";
import { renderDiagnosis } from "./render-diagnosis.ts";

export { jsonOfCheck } from "./json-of-check.ts";
export { jsonOfVerdict } from "./json-of-verdict.ts";

/** Why the check stopped a run, and what would open it. */
export function refusalText(
  check: CheckResult,
  { args, command, width }: Refused,
  words: Catalogue,
): string {
  const lines = renderFindings(check, words, {
    grantLine: (extra) =>
      grantLine(args, command === "sync" ? extra : ["--for", command, ...extra]),
    width,
  });
  return `${[...lines, words.check.stopped].join("\n")}\n`;
}

/** The run as typed, and how wide its answer may be. */
interface Refused {
  readonly args: Arguments;
  readonly command: string;
  readonly width: number | undefined;
}

/** One explanation for each cause of failures. */
export function causeTexts(
  kinds: readonly FailureKind[],
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  return explainFailures(kinds).map((cause) => renderDiagnosis(cause, words, { width }));
}

/** What each refusal in a text means, in a line of its own. */
export function meaningsOf(text: string, words: Catalogue): string {
  return explainText(text)
    .map(({ code }) => `  ${words.diagnoses[code]}\n`)
    .join("");
}
