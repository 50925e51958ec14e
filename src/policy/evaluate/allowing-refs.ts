import type { StatementEvaluation, StatementRef } from "../decision.ts";
import type { Effect } from "../policy-document.ts";
import { accessPointSide, grantIsEnough, limitsAllow, mustAllow } from "./allows-overall.ts";
import type { Considering } from "./consider.ts";

/** The statements that grant what is allowed; layers that only limit grant nothing. */
export function allowingRefs(of: Considering): readonly StatementRef[] {
  const point = accessPointSide(of);
  if (point === undefined) return refsOfSide(of);
  return [...new Set([...refsOfSide(of), ...refsOfSide(point)])];
}

function refsOfSide(of: Considering): readonly StatementRef[] {
  const { identity, resource, relation } = of;
  if (grantIsEnough(of) === "yes") return refsOf(of.keyGrant?.statements ?? [], "Allow");
  const isLimited = limitsAllow(of) !== "yes";
  const mine = identity === undefined || isLimited ? [] : refsOf(identity.statements, "Allow");
  // Of an object of another account, only a Deny of the bucket policy counts.
  if (of.s3?.owner.isForeign === "yes") return mine;
  if (relation !== "sameAccount") return [...mine, ...refsOf(resource.statements, "Allow")];
  const grants = resource.statements.filter(({ matchClass }) => {
    if (matchClass === "direct") return true;
    return !isLimited && (matchClass === "role" || mustAllow(resource.layer));
  });
  return [...mine, ...refsOf(grants, "Allow")];
}

/** Where the statements of this effect stand that match. */
export function refsOf(
  statements: readonly StatementEvaluation[],
  effect: Effect,
): readonly StatementRef[] {
  return statements
    .filter((statement) => statement.effect === effect && statement.matches === "yes")
    .map(({ ref }) => ref);
}
