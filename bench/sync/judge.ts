import { type Entry, type Sample, type ScenarioResult, secondsOf, summaryOf } from "./result.ts";
import type { Scenario } from "./scenario.ts";

/** One figure, with what was asked for it where something was. */
export interface Figure {
  readonly name: string;
  readonly measured: number | null;
  readonly wanted?: string;
  readonly met?: boolean;
}

type Bound = readonly ["at least" | "at most", number];

interface Want {
  readonly name: string;
  /** Undefined where it is only to be told. */
  readonly bound: Bound | undefined;
  readonly measure: (ours: Sample, entries: readonly Entry[]) => number | undefined;
}

const KEYS_PER_PAGE = 1000;

/** The figures of all scenarios; `startCpuSeconds` is what ours takes to do nothing. */
export function judge(
  results: readonly ScenarioResult[],
  startCpuSeconds: number | undefined,
): readonly Figure[] {
  return results.flatMap(({ scenario, entries, skipped }) => {
    if (skipped !== undefined) return [];
    const ours = entries.find(({ tool }) => tool.family === "sluice")?.outcome;
    const summary = ours?.kind === "measured" ? summaryOf(ours.samples) : undefined;
    return wantsOf(scenario, startCpuSeconds ?? 0).map(({ name, bound, measure }) =>
      figureOf(`${scenario.name} ${name}`, bound, summary && measure(summary, entries)),
    );
  });
}

/** A figure held against its bound; one that could not be measured is not met. */
export function figureOf(
  name: string,
  bound: Bound | undefined,
  value: number | undefined,
): Figure {
  const measured = value === undefined ? null : Number(value.toFixed(2));
  if (bound === undefined) return { name, measured };
  const [direction, limit] = bound;
  const met = value !== undefined && (direction === "at least" ? value >= limit : value <= limit);
  return { name, measured, wanted: `${direction} ${limit}`, met };
}

function wantsOf(scenario: Scenario, startCpuSeconds: number): readonly Want[] {
  const { kind, objects, https } = scenario;
  const isLarge = objects === 1;
  // Through TLS, and in other sizes than those asked for, ratios are only told.
  const asked = (bound: Bound): Bound | undefined =>
    https || !hasAskedSize(scenario) ? undefined : bound;
  const memory: Want = {
    name: "peak MB",
    bound: ["at most", isLarge ? 150 : 200],
    measure: (ours) => ours.peakMb,
  };
  const microseconds = ({ cpuSeconds }: Sample): number | undefined =>
    cpuSeconds === undefined ? undefined : ((cpuSeconds - startCpuSeconds) / objects) * 1e6;
  if (isLarge) return [memory, largeRatio(scenario, asked)];
  switch (kind) {
    case "noop":
      return [
        memory,
        versusBest(asked(["at least", objects >= 1_000_000 ? 10 : 6])),
        { name: "CPU µs a pair", bound: asked(["at most", 3]), measure: microseconds },
        {
          name: "list requests a page",
          bound: asked(["at most", 1.05]),
          measure: (ours) => share(listsOf(ours), 2 * Math.ceil(objects / KEYS_PER_PAGE)),
        },
      ];
    case "copy":
      return [
        ...coldWants(scenario, asked, 2),
        memory,
        {
          name: "CPU µs a copy",
          bound: hasAskedSize(scenario) ? ["at most", https ? 45 : 25] : undefined,
          measure: microseconds,
        },
      ];
    case "down":
    case "up":
      return [...coldWants(scenario, asked, 1.3), memory];
  }
}

function hasAskedSize({ kind, objects }: Scenario): boolean {
  if (objects === 1) return true;
  return kind === "noop" ? [100_000, 1_000_000].includes(objects) : objects === 10_000;
}

function coldWants(
  { objects }: Scenario,
  asked: (bound: Bound) => Bound | undefined,
  bestRatio: number,
): readonly Want[] {
  return [
    {
      name: "times as fast as aws",
      bound: asked(["at least", 20]),
      measure: ({ seconds }, entries) =>
        share(
          fastest(entries, ({ family, settings }) => family === "aws" && settings === "default"),
          seconds,
        ),
    },
    versusBest(asked(["at least", bestRatio])),
    {
      name: "requests an object",
      bound: asked(["at most", 1]),
      measure: (ours) => share(objectRequestsOf(ours), objects),
    },
  ];
}

function largeRatio({ kind }: Scenario, asked: (bound: Bound) => Bound | undefined): Want {
  switch (kind) {
    case "up":
      return versusBest(asked(["at least", 1.5]));
    case "down":
      // Equal to the best within a tenth.
      return versusBest(asked(["at least", 0.9]));
    case "copy":
    case "noop":
      return {
        name: "times as fast as aws",
        bound: asked(["at least", 1]),
        measure: ({ seconds }, entries) =>
          share(
            fastest(entries, ({ family }) => family === "aws"),
            seconds,
          ),
      };
  }
}

function versusBest(bound: Bound | undefined): Want {
  return {
    name: "times as fast as the best peer",
    bound,
    measure: ({ seconds }, entries) =>
      share(
        fastest(entries, ({ family }) => family !== "sluice"),
        seconds,
      ),
  };
}

/** The seconds of the fastest that are meant; of one that was stopped, those until then. */
function fastest(
  entries: readonly Entry[],
  isMeant: (tool: Entry["tool"]) => boolean,
): number | undefined {
  const seconds = entries
    .filter(({ tool }) => isMeant(tool))
    .map(secondsOf)
    .filter((value) => value !== undefined);
  return seconds.length === 0 ? undefined : Math.min(...seconds);
}

function listsOf({ operations }: Sample): number | undefined {
  return operations?.["ListObjectsV2"];
}

const OBJECT_REQUEST = /^(Get|Head|Put|Copy|UploadPart|Delete)\w*Object|^UploadPart|Multipart/;

function objectRequestsOf({ operations }: Sample): number | undefined {
  if (operations === undefined) return undefined;
  return Object.entries(operations)
    .filter(([operation]) => OBJECT_REQUEST.test(operation))
    .reduce((total, [, count]) => total + count, 0);
}

function share(part: number | undefined, whole: number): number | undefined {
  return part === undefined || whole === 0 ? undefined : part / whole;
}
