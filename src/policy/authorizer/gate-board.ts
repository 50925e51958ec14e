import type { Layer, Tri } from "../decision.ts";
import type { Relation } from "../evaluate/relation-of.ts";

interface Answer {
  allows: Tri;
}

/** What all gates allow; one board serves all requests. Resource control policies only deny. */
export interface GateBoard {
  relation: Relation;
  readonly serviceControl: Answer;
  readonly vpcEndpoint: Answer;
  readonly identity: Answer;
  readonly boundary: Answer;
  readonly session: Answer;
  readonly resource: Answer & { layer: Layer; allowsDirectly: Tri; allowsRole: Tri };
}

export function newGateBoard(): GateBoard {
  return {
    relation: "anonymous",
    serviceControl: { allows: "yes" },
    vpcEndpoint: { allows: "yes" },
    identity: { allows: "yes" },
    boundary: { allows: "yes" },
    session: { allows: "yes" },
    resource: { allows: "yes", layer: "resource", allowsDirectly: "yes", allowsRole: "yes" },
  };
}
