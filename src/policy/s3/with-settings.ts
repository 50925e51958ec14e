import type { Decision, Gate, Layer } from "../decision.ts";
import { denialText } from "../evaluate/denial-text.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { type SettingGates, settingGates } from "./setting-gates.ts";

/** A decision by policies, with what S3's settings say to the request; they can only deny. */
export function withSettings(decision: Decision, layers: PolicyLayers): Decision {
  const { request } = decision;
  if (!request.action.toLowerCase().startsWith("s3:")) return decision;
  const settings = settingGates(request, layers);
  const { first, last, after } = settings;
  if (gatesOf(settings).length === 0) return decision;
  const shown = { ...decision, gates: [...first, ...decision.gates, ...last, ...after] };
  const told = toldOf(settings, decision.outcome);
  if (told !== undefined) return deniedBy(told, shown, settings);
  return withDoubts(shown, refusing(settings).map(layerOf), doubtful(settings).map(layerOf));
}

/** The setting that AWS's text tells of; a Deny of a policy is told before most of them. */
function toldOf({ first, last, after }: SettingGates, by: Decision["outcome"]): Gate | undefined {
  const behindDeny = by === "explicitDeny" ? [] : last;
  const behindSilence = by === "explicitDeny" || by === "implicitDeny" ? [] : after;
  return [...first, ...behindDeny, ...behindSilence].find(({ denies }) => denies === "yes");
}

function gatesOf({ first, last, after }: SettingGates): readonly Gate[] {
  return [...first, ...last, ...after];
}

function refusing(settings: SettingGates): readonly Gate[] {
  return gatesOf(settings).filter(({ denies }) => denies === "yes");
}

function doubtful(settings: SettingGates): readonly Gate[] {
  return gatesOf(settings).filter(({ denies }) => denies === "unknown");
}

function layerOf({ layer }: Gate): Layer {
  return layer;
}

function deniedBy(told: Gate, decision: Decision, settings: SettingGates): Decision {
  const { request, gates, combination } = decision;
  const others = refusing(settings).filter((gate) => gate !== told);
  const byPolicy = "masked" in decision ? [decision.layer, ...decision.masked] : [];
  const unanswered = toldBefore(told, decision, settings);
  return {
    request,
    gates,
    combination,
    outcome: "explicitDeny",
    layer: told.layer,
    by: [],
    ...settingText(request, told),
    masked: [...byPolicy, ...others.map(layerOf)],
    ...(unanswered.length > 0 && { unanswered }),
  };
}

/** The open layers whose refusal is told before that of a setting. */
function toldBefore(
  told: Gate,
  decision: Decision,
  { first, last }: SettingGates,
): readonly Layer[] {
  if (decision.outcome !== "unknown" || first.includes(told)) return [];
  const { unanswered, gates } = decision;
  if (!last.includes(told)) return unanswered;
  const mayDeny = gates.filter(({ denies }) => denies === "unknown").map(layerOf);
  return unanswered.filter((layer) => mayDeny.includes(layer));
}

function settingText(
  request: AuthorizationRequest,
  { layer, setting }: Gate,
): { readonly awsMessage: string; readonly awsCode?: string } {
  if (setting?.kind === "aclsDisabled") {
    // S3 User Guide, Object Ownership, Troubleshooting.
    return {
      awsCode: "AccessControlListNotSupported",
      awsMessage: "The bucket does not allow ACLs",
    };
  }
  const awsMessage =
    setting === undefined
      ? "Access Denied"
      : denialText(request, { kind: "setting", layer, setting });
  return { awsMessage };
}

/** What is certain without the doubtful settings, and what they leave open. */
function withDoubts(
  decision: Decision,
  refused: readonly Layer[],
  doubts: readonly Layer[],
): Decision {
  switch (decision.outcome) {
    case "explicitDeny":
      return { ...decision, masked: [...decision.masked, ...refused] };
    case "implicitDeny":
      return decision;
    case "allowed": {
      if (doubts.length === 0) return decision;
      const { request, gates, combination } = decision;
      return { request, gates, combination, outcome: "unknown", unanswered: doubts };
    }
    case "unknown":
      return { ...decision, unanswered: [...decision.unanswered, ...doubts] };
  }
}
