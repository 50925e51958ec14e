import type { Decision, Gate, StatementEvaluation } from "../../policy/index.ts";
import { causeOfCondition } from "./condition-causes.ts";
import type { CauseId } from "./diagnosis.ts";
import { causesOfSetting } from "./setting-causes.ts";

/** What a decision hangs on that nobody could tell: what would be the cause if it is denied. */
export function openCauses({ gates }: Decision): readonly CauseId[] {
  return [...new Set(gates.filter(isOpen).flatMap(causesOfGate))];
}

function isOpen({ allows, denies }: Gate): boolean {
  return allows === "unknown" || denies === "unknown";
}

function causesOfGate({ setting, statements }: Gate): readonly CauseId[] {
  return [
    ...(setting === undefined ? [] : causesOfSetting(setting)),
    ...statements.flatMap(ofStatement),
  ];
}

/** Of a statement that would match but for values that nobody told. */
function ofStatement({ matches, misses }: StatementEvaluation): readonly CauseId[] {
  if (matches !== "unknown") return [];
  return misses.flatMap(({ element, name }) =>
    element === "Condition" ? causeOfCondition(name) : [],
  );
}
