import { parsePolicy } from "../parse-policy.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";

/** The fields that lead to a value of a world file. */
export type Place = readonly string[];

/** Finds the policies of a place that do not parse; each is named as its field is. */
export function checkPolicies(
  place: Place,
  kind: "identity" | "resource" | "trust",
  texts: Readonly<Record<string, string | undefined>>,
): readonly WorldProblem[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    if (text === undefined) return [];
    const parsed = parsePolicy(text, kind);
    if (parsed.ok) return [];
    return parsed.problems.map(({ line, column, sentence: { en, ja } }) =>
      worldProblem([...place, name], {
        en: `line ${line}, column ${column} of the policy: ${en}`,
        ja: `ポリシーの ${line} 行 ${column} 列: ${ja}`,
      }),
    );
  });
}
