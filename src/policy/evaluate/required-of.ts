import type { Gate } from "../decision.ts";
import { allowsEntity, grantIsEnough, mustAllow } from "./allows-overall.ts";
import type { Considering } from "./consider.ts";
import type { EvaluatedGate } from "./evaluate-gate.ts";

/** Whether a request needs an Allow from a gate, given what the others say. */
export function requiredOf(gate: EvaluatedGate, of: Considering): Gate["required"] {
  if (gate.exemptBecause !== undefined) return "no";
  const granted = grantIsEnough(of);
  if (gate.layer === "keyGrant") return granted === "no" ? "no" : "either";
  if (granted === "yes" && (gate.layer === "identity" || gate.layer === "keyPolicy")) return "no";
  return of.relation === "sameAccount" ? requiredWithin(gate, of) : "yes";
}

function requiredWithin({ layer }: EvaluatedGate, of: Considering): Gate["required"] {
  if (layer === "identity") return identityRequired(of);
  if (layer === "resource") return oneOfTwo(isNamed(of), isMineEnough(of));
  const isPassedBy = layer === "boundary" || layer === "session";
  return isPassedBy && isNamedItself(of) ? "no" : "yes";
}

function identityRequired(of: Considering): Gate["required"] {
  if (mustAllow(of.resource.layer)) return isNamed(of) ? "no" : "yes";
  return oneOfTwo(isMineEnough(of), isNamed(of));
}

function oneOfTwo(isEnough: boolean, isOtherEnough: boolean): Gate["required"] {
  return isOtherEnough && !isEnough ? "no" : "either";
}

function isMineEnough({ identity }: Considering): boolean {
  return identity?.allows === "yes";
}

function isNamedItself({ resource, keyGrant }: Considering): boolean {
  return resource.allowsDirectly === "yes" || keyGrant?.allowsDirectly === "yes";
}

function isNamed(of: Considering): boolean {
  return allowsEntity(of) === "yes";
}
