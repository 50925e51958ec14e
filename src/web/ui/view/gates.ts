import { type Decision, type Gate, gateMark, type Layer } from "../../../policy/index.ts";

/** How a gate stands to a request: it lets pass, stops it, may do either, or has no say. */
export type GateState = "open" | "shut" | "unknown" | "noSay";

/** A gate on the way of a request. */
export interface DrawnGate {
  readonly layer: Layer;
  readonly account: string;
  readonly state: GateState;
  /** Whether the request never gets there, because it is stopped before. */
  readonly isBehind: boolean;
}

/** A request's way from its caller to the object. */
export interface Way {
  readonly gates: readonly DrawnGate[];
  /** Which gate stops it, or may: -1 when it arrives. */
  readonly endsAt: number;
}

/** On the caller's side first, then on the way, then at the resource. */
const order: readonly Layer[] = [
  "serviceControl",
  "boundary",
  "session",
  "identity",
  "vpcEndpoint",
  "resourceControl",
  "accessPoint",
  "resource",
  "roleTrust",
  "publicAccessBlock",
  "objectOwnership",
  "requesterPays",
  "sseCBlocked",
  "expectedBucketOwner",
  "keyPolicy",
  "keyGrant",
  "key",
];

/** The way of a request through its gates. */
export function wayOf({ gates }: Pick<Decision, "gates">): Way {
  const sorted = [...gates].sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer));
  const states = sorted.map(stateOf);
  const shut = states.indexOf("shut");
  const endsAt = shut === -1 ? states.indexOf("unknown") : shut;
  return {
    gates: sorted.map(({ layer, account }, at) => ({
      layer,
      account,
      state: states[at] ?? "noSay",
      isBehind: endsAt !== -1 && at > endsAt,
    })),
    endsAt,
  };
}

/** The gate to look at: the one that was picked, else the one that stops the request, else the bucket's policy. */
export function pickedLayer(
  { gates }: Pick<Decision, "gates">,
  picked: Layer | undefined,
): Layer | undefined {
  const way = wayOf({ gates });
  const layers = way.gates.map(({ layer }) => layer);
  const isHere = (layer: Layer): boolean => layers.includes(layer);
  if (picked !== undefined && isHere(picked)) return picked;
  return (
    layers[way.endsAt] ?? (["resource", "keyPolicy", "roleTrust", "identity"] as const).find(isHere)
  );
}

/** How a gate stands. */
export function stateOf(gate: Gate): GateState {
  switch (gateMark(gate)) {
    case "✓":
      return "open";
    case "✗":
      return "shut";
    case "?":
      return "unknown";
    case "–":
      return "noSay";
  }
}

/** The sign of a state, as the command line prints it. */
export const SIGNS: Readonly<Record<GateState, string>> = {
  open: "✓",
  shut: "✗",
  unknown: "?",
  noSay: "–",
};

/** The layers of several requests, in the order of the way. */
export function layersOf(decisions: readonly Pick<Decision, "gates">[]): readonly Layer[] {
  const there = new Set(decisions.flatMap(({ gates }) => gates.map(({ layer }) => layer)));
  return order.filter((layer) => there.has(layer));
}
