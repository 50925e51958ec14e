import type { Decision, StatementEvaluation } from "../decision.ts";
import type { PolicyDocument, Statement } from "../policy-document.ts";
import type { PolicyLayers } from "../request.ts";
import { policiesIn } from "./map-policies.ts";

/** A statement, and how it fared wherever its document is in force. */
export interface EvaluatedStatement {
  readonly statement: Statement;
  readonly document: PolicyDocument;
  /** Those of its namesakes too, where policies of one name in one place cannot be told apart. */
  readonly evaluations: readonly StatementEvaluation[];
  /** A name for its document. */
  readonly place: string;
}

/** Every statement of the layers, once, with its evaluations in a decision. */
export function evaluationsByStatement(
  { gates }: Decision,
  layers: PolicyLayers,
): readonly EvaluatedStatement[] {
  const byPlace = new Map<string, readonly StatementEvaluation[]>();
  for (const evaluation of gates.flatMap(({ statements }) => statements)) {
    const { policyName, attachedTo, index } = evaluation.ref;
    const place = placeOf(policyName, attachedTo, index);
    byPlace.set(place, [...(byPlace.get(place) ?? []), evaluation]);
  }
  const policies = policiesIn(layers);
  const documents = [...new Set(policies.map(({ document }) => document))];
  return documents.flatMap((document, i) =>
    document.statements.map((statement) => ({
      statement,
      document,
      evaluations: policies
        .filter((policy) => policy.document === document)
        .flatMap(
          ({ name, attachedTo }) => byPlace.get(placeOf(name, attachedTo, statement.index)) ?? [],
        ),
      place: `document ${i}`,
    })),
  );
}

function placeOf(policyName: string, attachedTo: string, index: number): string {
  return JSON.stringify([policyName, attachedTo, index]);
}
