import { type Decision, explanationOf } from "../../src/policy/index.ts";

type Explanation = ReturnType<typeof explanationOf>;

/** The codes for what keeps statements from matching, in the order of the tree. */
export function shortfallsIn({ gates }: Explanation): readonly string[] {
  const elements = gates.flatMap(({ statements }) => statements.flatMap((one) => one.elements));
  return [...new Set(elements.flatMap(({ shortfall }) => shortfall?.code ?? []))];
}

/** Where the statements stand that decide against a request. */
export function denyingPlaces({ gates }: Decision): readonly string[] {
  return gates.flatMap(({ statements, denies }) =>
    denies === "yes"
      ? statements
          .filter(({ effect, matches }) => effect === "Deny" && matches === "yes")
          .map(({ ref }) => `${ref.line}:${ref.column}`)
      : [],
  );
}
