import type { Gate } from "../decision.ts";
import { accessPointSide, allowsEntity, grantIsEnough, mustAllow } from "./allows-overall.ts";
import type { Considering } from "./consider.ts";
import type { EvaluatedGate } from "./evaluate-gate.ts";

/** Whether a request needs an Allow from a gate, given what the others say. */
export function requiredOf(gate: EvaluatedGate, of: Considering): Gate["required"] {
  if (gate.exemptBecause !== undefined) return "no";
  if (gate.layer === "objectOwnership") return aclRequired(gate, of);
  const point = accessPointSide(of);
  if (gate.layer === "accessPoint") return requiredBySide(gate, point ?? of);
  const atBucket = requiredBySide(gate, of);
  if (point === undefined || gate === of.resource) return atBucket;
  return stricter(atBucket, requiredBySide(gate, point));
}

/** A grant of an ACL is needed for an object of another account, and where nothing else grants. */
function aclRequired({ allows }: EvaluatedGate, of: Considering): Gate["required"] {
  if (of.s3?.owner.isForeign !== "no") return of.relation === "sameAccount" ? "no" : "yes";
  if (of.relation === "sameAccount" || of.resource.allows === "yes" || allows === "no") return "no";
  return allows === "yes" ? "yes" : "either";
}

function stricter(one: Gate["required"], other: Gate["required"]): Gate["required"] {
  if (one === "yes" || other === "yes") return "yes";
  return one === "either" ? one : other;
}

function requiredBySide(gate: EvaluatedGate, of: Considering): Gate["required"] {
  const isGranted = grantIsEnough(of) === "yes";
  if (gate.layer === "keyGrant") return grantIsEnough(of) === "no" ? "no" : "either";
  if (isGranted && (gate.layer === "identity" || gate.layer === "keyPolicy")) return "no";
  if (of.relation === "sameAccount") return requiredWithin(gate, of);
  // Where an ACL grants, the bucket policy need not.
  return gate.layer === "resource" && of.s3?.granted === "yes" && gate.allows !== "yes"
    ? "no"
    : "yes";
}

function requiredWithin({ layer }: EvaluatedGate, of: Considering): Gate["required"] {
  if (layer === "identity") return identityRequired(of);
  if (layer === "resource" || layer === "accessPoint") {
    return oneOfTwo(isNamed(of), isMineEnough(of));
  }
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
