import type { Decision, Gate, Layer, StatementRef, Tri } from "./decision.ts";
import { allowingRefs, refsOf } from "./evaluate/allowing-refs.ts";
import { allowsOverall } from "./evaluate/allows-overall.ts";
import { consider, type Considering, gatesOf } from "./evaluate/consider.ts";
import { type DenialReason, denialText } from "./evaluate/denial-text.ts";
import type { EvaluatedGate } from "./evaluate/evaluate-gate.ts";
import { maskedBy, namedLayer } from "./evaluate/named-layer.ts";
import { outcomeOf } from "./evaluate/outcome-of.ts";
import { requiredOf } from "./evaluate/required-of.ts";
import { withSettings } from "./s3/with-settings.ts";
import { isOpenToAll } from "./evaluate/special-actions.ts";
import { keyGate } from "./key/key-gate.ts";
import { withKeyGate } from "./key/with-key-gate.ts";
import { withKeyState } from "./key/with-key-state.ts";
import type { AuthorizationRequest, PolicyLayers } from "./request.ts";
import { anyOf } from "./tri.ts";

/** Decides a request by the policies that bear on it, and shows everything the answer rests on. */
export function decide(request: AuthorizationRequest, layers: PolicyLayers): Decision {
  const decision = withSettings(decideAlone(request, layers), layers);
  if (layers.keyState !== undefined) return withKeyState(decision, layers.keyState);
  const gate = keyGate(request, layers, decide);
  return gate === undefined ? decision : withKeyGate(decision, gate);
}

/** Decides a request without what it makes other services do. */
export function decideAlone(request: AuthorizationRequest, layers: PolicyLayers): Decision {
  const of = consider(request, layers);
  if (isOpenToAll(request.action.toLowerCase())) return allowed(of, []);
  const allows = allowsOverall(of);
  switch (outcomeOf(allows, anyOf(gatesOf(of).map(({ denies }) => denies)))) {
    case "explicitDeny":
      return explicitDeny(of);
    case "implicitDeny":
      return implicitDeny(of);
    case "allowed":
      return allowed(of, allowingRefs(of));
    case "unknown":
      return { ...considered(of), outcome: "unknown", unanswered: unanswered(of, allows) };
  }
}

function considered(of: Considering): Pick<Decision, "request" | "gates" | "combination"> {
  const isEnough = of.relation === "sameAccount" && of.resource.layer === "resource";
  return {
    request: of.request,
    gates: gatesOf(of).map((gate) => shownGate(gate, of)),
    combination: isEnough ? "any" : "all",
  };
}

function shownGate(gate: EvaluatedGate, of: Considering): Gate {
  const { layer, account, allows, denies, statements, levels } = gate;
  const required = requiredOf(gate, of);
  // A spread is slow, and most requests pass an organization.
  if (levels !== undefined) return { layer, account, allows, denies, required, statements, levels };
  const shown = { layer, account, allows, denies, required, statements };
  const { exemptBecause, setting, askedOn } = gate;
  if (exemptBecause === undefined && setting === undefined && askedOn === undefined) return shown;
  return {
    ...shown,
    ...(askedOn !== undefined && { askedOn }),
    ...(exemptBecause !== undefined && { exemptBecause }),
    ...(setting && { setting }),
  };
}

function explicitDeny(of: Considering): Decision {
  const gates = gatesOf(of);
  const denying =
    gates.find(({ deniesBefore }) => deniesBefore === "yes") ??
    gates.find(({ denies }) => denies === "yes");
  if (denying === undefined) throw new Error("no gate denies");
  const by = refsOf(denying.statements, "Deny");
  return {
    ...considered(of),
    outcome: "explicitDeny",
    layer: denying.layer,
    by,
    awsMessage: denialText(of.request, reasonOf(denying, by)),
    masked: maskedBy(of, denying.layer),
  };
}

/** A gate that denies without a statement does so by its setting. */
function reasonOf({ layer, setting }: EvaluatedGate, [ref]: readonly StatementRef[]): DenialReason {
  if (ref !== undefined) return { kind: "explicit", ref };
  if (setting === undefined) throw new Error("a gate denies without a statement");
  return { kind: "setting", layer, setting };
}

/** Written out, as it is what most decisions end with and a spread is slow. */
function allowed(of: Considering, by: readonly StatementRef[]): Decision {
  const { request, gates, combination } = considered(of);
  return { request, gates, combination, outcome: "allowed", by };
}

function implicitDeny(of: Considering): Decision {
  const layer = namedLayer(of);
  return {
    ...considered(of),
    outcome: "implicitDeny",
    silent: silentLayers(of),
    layer,
    awsMessage: denialText(of.request, { kind: "implicit", layer }),
    masked: maskedBy(of, layer),
  };
}

function silentLayers(of: Considering): readonly Layer[] {
  return gatesOf(of)
    .filter((gate) => gate.allows === "no" && requiredOf(gate, of) !== "no")
    .map(({ layer }) => layer);
}

/** The layers that must be known for an answer. */
function unanswered(of: Considering, allows: Tri): readonly Layer[] {
  const layers = gatesOf(of)
    .filter((gate) => gate.denies === "unknown" || (allows !== "yes" && isOpen(gate, of)))
    .map(({ layer }) => layer);
  // Everything is read, but nobody could say whose account the resource is in.
  const isWhose = of.s3?.owner.isForeign === "unknown" ? "objectOwnership" : of.resource.layer;
  return layers.length === 0 ? [isWhose] : layers;
}

function isOpen(gate: EvaluatedGate, of: Considering): boolean {
  return gate.allows === "unknown" && requiredOf(gate, of) !== "no";
}
