import type { Layer } from "../decision.ts";
import { accessPointSide, allowsEntity, allowsOverall, granted } from "./allows-overall.ts";
import { type Considering, gatesOf } from "./consider.ts";
import type { EvaluatedGate } from "./evaluate-gate.ts";
import { requiredOf } from "./required-of.ts";

/**
 * The layer that AWS's text names when nothing denies and too little allows. Which one is not
 * documented; the order here is that of AWS's flow of an evaluation.
 */
export function namedLayer(of: Considering): Layer {
  const first = [of.serviceControl, of.vpcEndpoint].find((gate) => gate?.allows === "no");
  return first?.layer ?? namedBySide(of);
}

/** The access point is asked before the bucket beneath. */
function namedBySide(of: Considering): Layer {
  const point = accessPointSide(of);
  const side = point === undefined || allowsOverall(point) !== "no" ? of : point;
  return namedGrant(side) ?? namedLimit(side);
}

/** Of an object that the bucket's owner does not own, the ACL must allow. */
function layerOfOwner({ resource, s3 }: Considering): Layer {
  return s3?.owner.isForeign === "yes" ? "objectOwnership" : resource.layer;
}

/**
 * Within an account the identity's is named. Across accounts, measured: the identity's only when the
 * resource policy allows the caller itself or its role; when it allows the account or nobody, the
 * resource's, even if the identity's Allow is missing.
 */
function namedGrant(of: Considering): Layer | undefined {
  switch (of.relation) {
    case "anonymous":
    case "noAccount":
      return layerOfOwner(of);
    case "sameAccount":
      return namedWithin(of);
    case "crossAccount":
    case "unknown":
      return namedAcross(of);
  }
}

function namedWithin(of: Considering): Layer | undefined {
  const { identity, resource } = of;
  if (resource.layer === "keyPolicy" && resource.allows === "no") return resource.layer;
  if (identity?.allows === "no" && allowsEntity(of) === "no") return "identity";
  return resource.layer === "roleTrust" && resource.allows === "no" ? "roleTrust" : undefined;
}

function namedAcross(of: Considering): Layer | undefined {
  const { identity, resource } = of;
  if (resource.layer === "keyPolicy" && resource.allows !== "no") {
    return identity?.allows === "no" ? "identity" : undefined;
  }
  if (identity?.allows === "no") return allowsEntity(of) === "no" ? layerOfOwner(of) : "identity";
  return granted(of) === "no" ? layerOfOwner(of) : undefined;
}

function namedLimit({ boundary }: Considering): Layer {
  return boundary?.allows === "no" ? "boundary" : "session";
}

/** Other gates that would refuse when the named one is opened. */
export function maskedBy(of: Considering, named: Layer): readonly Layer[] {
  const isSilent = allowsOverall(of) === "no";
  return gatesOf(of)
    .filter((gate) => {
      if (gate.layer === named) return false;
      return gate.denies === "yes" || (isSilent && gate.allows === "no" && isMissed(gate, of));
    })
    .map(({ layer }) => layer);
}

/** Within an account the resource policy's silence alone refuses nothing. */
function isMissed(gate: EvaluatedGate, of: Considering): boolean {
  switch (requiredOf(gate, of)) {
    case "yes":
      return true;
    case "either":
      return gate.layer === "identity" && allowsEntity(of) === "no";
    case "no":
      return false;
  }
}
