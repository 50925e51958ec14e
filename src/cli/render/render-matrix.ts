import stringWidth from "string-width";
import { type Answer, type Decision, gateMark, type Perspective } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** Needs by layer: ✓ allows, ✗ stops, ? cannot tell, – has no say or says nothing that is needed. */
export function renderMatrix(perspective: Perspective, words: Catalogue): readonly string[] {
  const needed = perspective.answers.filter(({ need }) => need.essential);
  const layers = layersIn(needed);
  const rows = needed.map((answer) => [
    words.check[answer.need.side],
    answer.need.action,
    ...layers.map((layer) => mark(answer.decision.gates.find((gate) => gate.layer === layer))),
    verdictMark(answer),
  ]);
  const header = ["", "", ...layers.map((layer) => words.layers[layer]), words.check.result];
  const table = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(...table.map((row) => stringWidth(row[column] ?? ""))),
  );
  return table.map((row) =>
    `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}

type Gate = Decision["gates"][number];

/** Needs differ in their layers; each answer has its own in one order, and so has this. */
function layersIn(answers: readonly Answer[]): readonly Gate["layer"][] {
  const longest = answers
    .map(({ decision }) => decision.gates.map(({ layer }) => layer))
    .reduce<Gate["layer"][]>((most, layers) => (layers.length > most.length ? layers : most), []);
  const all = answers.flatMap(({ decision }) => decision.gates.map(({ layer }) => layer));
  return [...new Set([...longest, ...all])];
}

function mark(gate: Gate | undefined): string {
  return gate === undefined ? "–" : gateMark(gate);
}

function verdictMark({ verdict }: Answer): string {
  switch (verdict) {
    case "allowed":
      return "✓";
    case "denied":
      return "✗";
    case "unknown":
      return "?";
  }
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - stringWidth(text));
}
