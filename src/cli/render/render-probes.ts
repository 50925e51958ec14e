import stringWidth from "fast-string-width";
import type { CheckResult, Probe } from "../../app/index.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { needWords } from "./need-words.ts";

/** What was tried and what it shows, then where AWS contradicts what the policies say. */
export function renderProbes(result: CheckResult, words: Catalogue): readonly string[] {
  const { probes = [] } = result;
  const tried = [...probes].sort((one, other) => sideRank(one) - sideRank(other));
  const heads = tried.map((probe) => [words.check[probe.side], requestOf(probe, words)]);
  const widths = [0, 1].map((column) =>
    Math.max(0, ...heads.map((head) => stringWidth(head[column] ?? ""))),
  );
  const lines = tried.map((probe, i) =>
    [
      `  ${markOf(probe)}`,
      ...(heads[i] ?? []).map((text, column) => padded(text, widths[column] ?? 0)),
      saying(probe, words),
    ].join(" "),
  );
  const contradicted = renderOverruled(result, words);
  const left = tried.flatMap((probe) => leftBy(probe, words));
  return [
    ...(tried.length > 0 ? [words.probe.heading, ...lines] : []),
    ...left,
    ...contradicted,
    ...(tried.length + contradicted.length > 0 ? [""] : []),
  ];
}

function renderOverruled({ perspectives }: CheckResult, words: Catalogue): readonly string[] {
  return perspectives.flatMap(({ answers }) =>
    answers.flatMap(({ need, overruled }) =>
      overruled === undefined ? [] : [words.probe.overruled(needWords(need), overruled)],
    ),
  );
}

function sideRank({ side }: Probe): number {
  return side === "source" ? 0 : 1;
}

function requestOf({ operation, bucket, key = "" }: Probe, { probe }: Catalogue): string {
  const manner = probe.manner[operation];
  return `${operation} s3://${bucket}/${key}${manner === undefined ? "" : ` (${manner})`} `;
}

function markOf({ outcome }: Probe): string {
  switch (outcome) {
    case "allowed":
      return "✓";
    case "denied":
      return "✗";
    case "open":
      return "?";
    case "untried":
      return "–";
  }
}

function saying(probe: Probe, words: Catalogue): string {
  switch (probe.outcome) {
    case "allowed":
      return words.probe.shows(shownBy(probe));
    case "denied":
      return words.probe.refused(probe.error.code, probe.action);
    case "open":
      return words.probe.open(probe.error.code);
    case "untried":
      return words.probe.untried[probe.why];
  }
}

/** The IAM actions that a probe shows. */
export function shownBy({ operation, shows }: Probe): readonly string[] {
  if (operation === "ListObjectsV2") return ["s3:ListBucket"];
  return [...new Set(shows.map(({ action }) => action))];
}

function leftBy(probe: Probe, words: Catalogue): readonly string[] {
  if (probe.outcome !== "allowed" || probe.left === undefined) return [];
  const { bucket, key = "", left } = probe;
  return [words.probe.left({ upload: left, object: `s3://${bucket}/${key}` })];
}

function padded(text: string, width: number): string {
  return text + " ".repeat(width - stringWidth(text));
}
