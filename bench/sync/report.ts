import type { Figure } from "./judge.ts";
import { type Entry, type ScenarioResult, secondsOf, summaryOf } from "./result.ts";
import { ALL_SCENARIOS } from "./scenario.ts";

/** A scenario's table: the fastest first, each with how often ours would have been done meanwhile. */
export function tableOf({ scenario, entries, skipped }: ScenarioResult): readonly string[] {
  if (skipped !== undefined) return [`${scenario.name}: not measured: ${skipped}`, ""];
  const ours = entries.find(({ tool }) => tool.family === "sluice");
  const oursSeconds = ours === undefined ? undefined : secondsOf(ours);
  const head = `${scenario.name.padEnd(22)}${[
    "seconds",
    "× ours",
    "CPU s",
    "peak MB",
    "requests",
    "runs",
  ]
    .map((title) => title.padStart(10))
    .join("")}`;
  const rows = entries
    .toSorted((a, b) => (secondsOf(a) ?? Infinity) - (secondsOf(b) ?? Infinity))
    .map((entry) => rowOf(entry, oursSeconds));
  return [head, ...rows, ""];
}

function rowOf(entry: Entry, oursSeconds: number | undefined): string {
  const name = `  ${entry.tool.name}`.padEnd(22);
  const { outcome } = entry;
  const ratio = (seconds: number): string =>
    oursSeconds === undefined ? "" : (seconds / oursSeconds).toFixed(1);
  switch (outcome.kind) {
    case "failed":
      return `${name}  failed: ${outcome.reason.trim().split("\n").at(-1) ?? ""}`;
    case "capped":
      return name + [`> ${outcome.seconds}`, `> ${ratio(outcome.seconds)}`].map(cell).join("");
    case "measured": {
      const { seconds, cpuSeconds, peakMb, operations } = summaryOf(outcome.samples);
      const requests =
        operations && Object.values(operations).reduce((total, count) => total + count, 0);
      return (
        name +
        [
          seconds.toFixed(2),
          ratio(seconds),
          cpuSeconds?.toFixed(2) ?? "",
          peakMb?.toFixed(0) ?? "",
          String(requests ?? ""),
          String(outcome.samples.length),
        ]
          .map(cell)
          .join("")
      );
    }
  }
}

function cell(text: string): string {
  return text.padStart(10);
}

/** One line a figure: what is wanted, what was measured. */
export function figureLines(figures: readonly Figure[]): readonly string[] {
  return figures.map(({ name, measured, wanted, met }) => {
    const verdict = met === undefined ? "" : met ? "met" : "NOT MET";
    return `${name.padEnd(46)}${String(measured ?? "-").padStart(10)}  ${(wanted ?? "").padEnd(14)} ${verdict}`;
  });
}

/** The last line: whether every figure that is asked for was measured and met. */
export function closingLine(
  results: readonly ScenarioResult[],
  figures: readonly Figure[],
  machine: string,
): string {
  const measured = new Set(
    results.filter(({ skipped }) => skipped === undefined).map(({ scenario }) => scenario.name),
  );
  const unmeasured = ALL_SCENARIOS.filter((name) => !measured.has(name));
  const missed = figures.filter(({ met }) => met === false).map(({ name }) => name);
  return JSON.stringify({
    bench: "sync",
    ok: unmeasured.length === 0 && missed.length === 0,
    machine,
    missed,
    unmeasured,
    figures: Object.fromEntries(figures.map(({ name, ...figure }) => [name, figure])),
    seconds: Object.fromEntries(
      results.map(({ scenario, entries }) => [
        scenario.name,
        Object.fromEntries(
          entries.map((entry) => [
            entry.tool.name,
            Number(secondsOf(entry)?.toFixed(3) ?? Number.NaN),
          ]),
        ),
      ]),
    ),
  });
}
