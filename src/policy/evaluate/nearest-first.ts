import type { Miss, StatementEvaluation } from "../decision.ts";

/**
 * How little a miss says about why a request is refused: a statement about another action says
 * least, one that wants another caller or value says most.
 */
const remoteness: Readonly<Record<Miss["element"], number>> = {
  Principal: 0,
  Condition: 1,
  Resource: 2,
  Action: 3,
};

/** Orders statements by how little keeps them from matching. */
export function nearestFirst(
  statements: readonly StatementEvaluation[],
): readonly StatementEvaluation[] {
  return statements.length < 2 ? statements : [...statements].sort(compareDistance);
}

function compareDistance(a: StatementEvaluation, b: StatementEvaluation): number {
  return (
    a.misses.length - b.misses.length ||
    remotest(a.misses) - remotest(b.misses) ||
    rank(a) - rank(b)
  );
}

function remotest(misses: readonly Miss[]): number {
  return misses.reduce((most, { element }) => Math.max(most, remoteness[element]), 0);
}

/** Between equals, the statement that could have allowed explains more than one that did not deny. */
function rank({ effect }: StatementEvaluation): number {
  return effect === "Allow" ? 0 : 1;
}
