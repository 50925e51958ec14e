import {
  type CheckResult,
  findingsOf,
  foreseenIn,
  openCausesOf,
  unansweredIn,
} from "../../src/app/index.ts";
import { english } from "../../src/cli/catalogue/english/english.ts";
import { renderCheck } from "../../src/cli/render/render-check.ts";
import type { WantedCheck } from "./cause-case.ts";

/** What a check says, in the form of the cases. */
export function seenCheck(result: CheckResult): Omit<WantedCheck, "says"> {
  const findings = findingsOf(result).map(({ need, alsoDenied, blockers, causes, remedy }) => ({
    denied: [need, ...alsoDenied].map(({ action, bucket }) => `${action} ${bucket}`),
    stops: blockers.map(({ layer, account, kind }) => `${layer} ${account} ${kind}`),
    causes,
    remedy: remedy.kind === "refused" ? remedy.refusal.code : remedy.kind,
  }));
  const open = unansweredIn(result).flatMap((answer) => openCausesOf(answer));
  const foreseen = foreseenIn(result).map(({ causes: [cause] }) => cause ?? "");
  return {
    verdict: result.verdict,
    findings,
    ...(open.length > 0 && { open: [...new Set(open)] }),
    ...(foreseen.length > 0 && { foreseen: [...new Set(foreseen)] }),
  };
}

/** A check as people read it. */
export function checkText(result: CheckResult): string {
  return renderCheck(result, english, { grantLine: (extra) => ["grant", ...extra].join(" ") });
}
