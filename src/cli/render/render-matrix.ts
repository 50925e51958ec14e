import stringWidth from "fast-string-width";
import { type Answer, type Decision, gateMark, type Perspective } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/**
 * Needs by layer: ✓ allows, ✗ stops, ? cannot tell, – has no say or says nothing that is needed. Under each
 * layer stands whose it is; where that differs from row to row, it is the account of the row's bucket.
 */
export function renderMatrix(
  perspective: Perspective,
  words: Catalogue,
  width: number | undefined,
): readonly string[] {
  const needed = perspective.answers.filter(({ need }) => need.essential);
  const layers = layersIn(needed);
  const rows = needed.map((answer) => [
    sideOf(answer, perspective, words),
    answer.need.action,
    ...layers.map((layer) => mark(answer.decision.gates.find((gate) => gate.layer === layer))),
    verdictMark(answer),
  ]);
  const names = layers.map((layer) => words.layers[layer]);
  const accounts = layers.map((layer) => accountOf(layer, needed, words));
  const wide = aligned([
    ["", "", ...names, words.check.result],
    ...(accounts.some((text) => text !== "") ? [["", "", ...accounts, ""]] : []),
    ...rows,
  ]);
  if (width === undefined || wide.every((line) => stringWidth(line) <= width)) return wide;
  // Where the names do not fit, the columns have numbers.
  const numbers = layers.map((_, i) => String(i + 1));
  return [
    ...aligned([["", "", ...numbers, words.check.result], ...rows]),
    "",
    ...aligned(numbers.map((number, i) => [number, names[i] ?? "", accounts[i] ?? ""])),
  ];
}

/** Rows of cells as lines whose columns stand under one another. */
function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths = (table[0] ?? []).map((_, column) =>
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

/** The side, with the account that owns its bucket. */
function sideOf({ need }: Answer, { facts }: Perspective, { check }: Catalogue): string {
  if (need.bucket === "") return ofNoBucket(need, facts, check);
  const owner = facts.buckets.get(need.bucket)?.owner;
  return owner?.known === true ? `${check[need.side]} ${owner.value}` : check[need.side];
}

/** A role, or what is the account's. */
function ofNoBucket(
  { resource }: Answer["need"],
  { caller }: Perspective["facts"],
  check: Catalogue["check"],
): string {
  const [, account = ""] = /^arn:[^:]*:iam::([^:]*):role\//.exec(resource) ?? [];
  if (account !== "") return `${check.role} ${account}`;
  return "account" in caller ? `${check.jobs} ${caller.account}` : check.jobs;
}

function accountOf(layer: Gate["layer"], answers: readonly Answer[], { check }: Catalogue): string {
  const gates = answers.flatMap(({ decision }) => decision.gates);
  const accounts = new Set(
    gates.filter((gate) => gate.layer === layer).map(({ account }) => account),
  );
  const [account = "unknown", ...others] = accounts;
  if (others.length > 0) return check.bucketsOwner;
  return account === "unknown" ? "" : account;
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
