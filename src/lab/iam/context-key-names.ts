import type { PolicyDocument, Statement } from "../../policy/index.ts";

/** The context keys that policies ask for: in conditions, and as variables. */
export function contextKeyNames(documents: readonly PolicyDocument[]): readonly string[] {
  const names = documents.flatMap((document) =>
    document.statements.flatMap((statement) => [
      ...statement.conditions.map(({ key }) => key),
      ...(document.version === "2012-10-17" ? variablesIn(statement) : []),
    ]),
  );
  const first = new Map(names.map((name) => [name.toLowerCase(), name]));
  return [...first.values()].sort();
}

function variablesIn({ resource, conditions }: Statement): readonly string[] {
  const texts = [
    ...(resource?.entries ?? []).map(({ value }) => value),
    ...conditions.flatMap(({ values }) => values.map(({ value }) => value)),
  ];
  return texts.flatMap((text) =>
    [...text.matchAll(/\$\{([^}]*)\}/g)].flatMap(([, inner = ""]) => {
      const name = inner.split(",")[0]?.trim() ?? "";
      return ["*", "?", "$", ""].includes(name) ? [] : [name];
    }),
  );
}
