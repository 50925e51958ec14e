import type {
  Decision,
  Gate,
  GateSetting,
  Layer,
  StatementEvaluation,
} from "../../policy/index.ts";
import type { Need } from "../needs/need.ts";
import type { Judgement } from "./judge.ts";
import { nearestAllow } from "./nearest-allow.ts";

/** A layer that stops a need, in the account whose people can change it. */
export type Refusal = {
  readonly layer: Layer;
  /** `unknown` when nobody could say. */
  readonly account: string;
  /** What the bucket's setting says, where the layer is one. */
  readonly setting?: GateSetting;
} & (
  | {
      readonly kind: "denies";
      /** The statements that deny. */
      readonly statements: readonly StatementEvaluation[];
    }
  | {
      readonly kind: "silent";
      /** The Allow that came nearest to matching. */
      readonly nearMiss?: StatementEvaluation;
    }
);

/** A need that is denied, with every layer that stops it and not only the one that AWS names. */
export interface Gap {
  readonly need: Need;
  readonly decision: Extract<Decision, { outcome: "explicitDeny" | "implicitDeny" }>;
  readonly refusals: readonly Refusal[];
  /** Whether identity and bucket policy must both allow, or one of them is enough. */
  readonly silentLayers: "all" | "any";
}

/** The needs that are denied for certain; unknown ones are no gaps. */
export function findGaps(judgements: readonly Judgement[]): readonly Gap[] {
  return judgements.flatMap(({ need, decision }) => {
    switch (decision.outcome) {
      case "allowed":
      case "unknown":
        return [];
      case "explicitDeny":
      case "implicitDeny":
        return [
          {
            need,
            decision,
            refusals: decision.gates.flatMap(refusalsOf),
            silentLayers: decision.combination,
          },
        ];
    }
  });
}

function refusalsOf(gate: Gate): readonly Refusal[] {
  const { layer, account, setting } = gate;
  const refusals: Refusal[] = [];
  const shared = { layer, account, ...(setting && { setting }) };
  if (gate.denies === "yes") {
    const statements = gate.statements.filter(
      ({ effect, matches }) => effect === "Deny" && matches === "yes",
    );
    refusals.push({ ...shared, kind: "denies", statements });
  }
  if (isSilent(gate)) {
    const nearMiss = nearestAllow(gate.statements);
    refusals.push({ ...shared, kind: "silent", ...(nearMiss && { nearMiss }) });
  }
  return refusals;
}

/** Where another layer allows alone, this one's silence stops nothing. */
function isSilent({ allows, required }: Gate): boolean {
  return allows === "no" && required !== "no";
}
