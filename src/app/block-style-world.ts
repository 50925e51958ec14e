import { parse, stringify } from "yaml";

/** The text of a world file in YAML's block style, policies as blocks of their own lines, comments before it. */
export function blockStyleWorld(text: string): string {
  const comments = text.split("\n").filter((line) => line.startsWith("#"));
  const value: unknown = parse(text);
  // A line that is folded would still be the same text, but not the same columns.
  return [...comments, stringify(value, { lineWidth: 0, blockQuote: "literal" })].join("\n");
}
