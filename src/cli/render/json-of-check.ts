import {
  type CheckResult,
  explainAnswer,
  findingsOf,
  keyCasesOf,
  openCausesOf,
} from "../../app/index.ts";
import { jsonLine } from "./json-line.ts";
import { jsonOfVerdict } from "./json-of-verdict.ts";
import { shownBy } from "./render-probes.ts";

/** A check as JSON Lines: each need, each finding, the verdict. */
export function jsonOfCheck(
  result: CheckResult,
  { explains = false }: { readonly explains?: boolean } = {},
): string {
  const needs = result.perspectives.flatMap((perspective) =>
    perspective.answers.map((answer) => {
      const { facts } = perspective;
      const { need, decision, probe, verdict, overruled } = answer;
      const keys = keyCasesOf(answer).map(({ keys: { patterns, except }, outcome }) => ({
        outcome,
        patterns,
        except,
      }));
      return jsonLine("need", {
        action: need.action,
        resource: need.anyKeyUnder === true ? `${need.resource}*` : need.resource,
        side: need.side,
        because: need.because,
        essential: need.essential,
        occasion: need.occasion,
        principal: facts.principalArn.known ? facts.principalArn.value : null,
        verdict,
        outcome: decision.outcome,
        gates: decision.gates.map(({ layer, account, allows, denies }) => ({
          layer,
          account,
          allows,
          denies,
        })),
        probe: probe?.outcome ?? null,
        ...(overruled !== undefined && { overruled }),
        ...(verdict === "unknown" && { causes: openCausesOf(answer) }),
        ...(keys.length > 0 && { keys }),
        ...(explains && { explanation: explainAnswer(answer, perspective) }),
      });
    }),
  );
  const probes = (result.probes ?? []).map((probe) =>
    jsonLine("probe", {
      operation: probe.operation,
      side: probe.side,
      bucket: probe.bucket,
      key: probe.key ?? null,
      outcome: probe.outcome,
      shows: shownBy(probe),
      ...(probe.outcome === "denied" && { action: probe.action ?? null }),
      ...("error" in probe && { code: probe.error.code, message: probe.error.detail.message }),
      ...(probe.outcome === "untried" && { why: probe.why }),
      ...("left" in probe && { left: probe.left }),
    }),
  );
  const findings = findingsOf(result).map((finding) =>
    jsonLine("finding", {
      action: finding.need.action,
      resource: finding.need.resource,
      message: finding.message,
      confirmed: finding.confirmed,
      blockers: finding.blockers.map(({ layer, account, kind }) => ({ layer, account, kind })),
      causes: finding.causes,
      remedy: finding.remedy.kind,
      actors: finding.actors,
      alsoDenied: finding.alsoDenied.map(({ action, resource }) => ({ action, resource })),
    }),
  );
  return [...needs, ...probes, ...findings, jsonOfVerdict(result)].join("");
}
