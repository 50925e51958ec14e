import { median } from "../median.ts";
import type { Scenario } from "./scenario.ts";
import type { Tool } from "./tools/tool.ts";

/** One run that did all its work. */
export interface Sample {
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  readonly peakMb: number | undefined;
  readonly serverCpuSeconds: number | undefined;
  /** What the server was asked for, by operation. */
  readonly operations: Readonly<Record<string, number>> | undefined;
}

/** How a tool fared in a scenario. */
export type Outcome =
  | { readonly kind: "measured"; readonly samples: readonly Sample[] }
  | { readonly kind: "capped"; readonly seconds: number }
  | { readonly kind: "failed"; readonly reason: string };

/** A tool and how it fared. */
export interface Entry {
  readonly tool: Pick<Tool, "name" | "family" | "settings">;
  readonly outcome: Outcome;
}

/** A scenario and how every tool fared that can do it; or why nobody was measured. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly entries: readonly Entry[];
  readonly skipped?: string;
}

/** The median of each measure; of memory the most. */
export function summaryOf(samples: readonly Sample[]): Sample {
  const middle = (measure: (sample: Sample) => number | undefined): number | undefined => {
    const values = samples.map(measure).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : median(values);
  };
  const peaks = samples.map(({ peakMb }) => peakMb).filter((peak) => peak !== undefined);
  return {
    seconds: median(samples.map(({ seconds }) => seconds)),
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    peakMb: peaks.length === 0 ? undefined : Math.max(...peaks),
    serverCpuSeconds: middle(({ serverCpuSeconds }) => serverCpuSeconds),
    operations: samples[0]?.operations,
  };
}

/** Seconds of a run, or those after which it was stopped; none where it failed. */
export function secondsOf({ outcome }: Entry): number | undefined {
  switch (outcome.kind) {
    case "measured":
      return summaryOf(outcome.samples).seconds;
    case "capped":
      return outcome.seconds;
    case "failed":
      return undefined;
  }
}
