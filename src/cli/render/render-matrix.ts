import stringWidth from "string-width";
import type { Answer, Decision, Perspective } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/** Needs by layer: ✓ allows, ✗ stops, ? cannot tell, – has no say or says nothing that is needed. */
export function renderMatrix(perspective: Perspective, words: Catalogue): readonly string[] {
  const needed = perspective.answers.filter(({ need }) => need.essential);
  const rows = needed.map((answer) => [
    words.check[answer.need.side],
    answer.need.action,
    ...answer.decision.gates.map((gate) => mark(answer, gate)),
    verdictMark(answer),
  ]);
  const layers = needed[0]?.decision.gates.map(({ layer }) => words.layers[layer]) ?? [];
  const header = ["", "", ...layers, words.check.result];
  const table = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(...table.map((row) => stringWidth(row[column] ?? ""))),
  );
  return table.map((row) =>
    `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}

function mark({ decision }: Answer, gate: Decision["gates"][number]): string {
  if (gate.exemptBecause !== undefined) return "–";
  if (gate.denies === "yes") return "✗";
  if (gate.denies === "unknown") return "?";
  switch (gate.allows) {
    case "yes":
      return "✓";
    case "unknown":
      return "?";
    case "no":
      return decision.combination === "any" && decision.outcome === "allowed" ? "–" : "✗";
  }
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
