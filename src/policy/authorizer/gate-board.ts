import type { Layer } from "../decision.ts";
import type { Relation } from "../evaluate/relation-of.ts";
import { type Answers, newAnswers } from "./answers.ts";

/** The answers of all gates; one board serves all requests, so that none makes anything new. */
export interface GateBoard {
  relation: Relation;
  readonly serviceControl: Answers;
  readonly resourceControl: Answers;
  readonly vpcEndpoint: Answers;
  readonly identity: Answers;
  readonly boundary: Answers;
  readonly session: Answers;
  readonly resource: Answers & { layer: Layer };
}

export function newGateBoard(): GateBoard {
  return {
    relation: "anonymous",
    serviceControl: newAnswers(),
    resourceControl: newAnswers(),
    vpcEndpoint: newAnswers(),
    identity: newAnswers(),
    boundary: newAnswers(),
    session: newAnswers(),
    resource: { ...newAnswers(), layer: "resource" },
  };
}
