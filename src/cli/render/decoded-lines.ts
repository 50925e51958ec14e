import type { Diagnosis } from "../../app/index.ts";
import type { ExplainWords } from "../catalogue/catalogue.ts";

type Decoded = NonNullable<Diagnosis["denial"]["decoded"]>;

/** What STS decoded: the statements that decided, what could not be evaluated, and what the request was held against. */
export function decodedLines(
  { explicitDeny, matchedStatements, failures, context }: Decoded,
  words: ExplainWords,
): readonly string[] {
  return [
    ...(matchedStatements.length === 0 ? [words.noStatement(explicitDeny)] : []),
    ...matchedStatements.map(({ sid, effect, actions, resources, conditions }) =>
      words.matchedStatement({
        sid,
        effect,
        actions: actions.join(", "),
        resources: resources.join(", "),
        conditions: conditions.map(conditionText).join(", "),
      }),
    ),
    ...failures.map((failure) => words.failure(failure)),
    ...context.map(conditionText),
  ];
}

function conditionText({ key, values }: Decoded["context"][number]): string {
  return `${key} = ${values.join(", ")}`;
}
