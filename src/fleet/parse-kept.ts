import * as v from "valibot";
import { type AwsErrorDetail, ToldError } from "../aws/index.ts";
import type { SyncCounts } from "../sync/index.ts";
import type { FleetWorker, Tries } from "./fleet-board.ts";
import type { FleetRun } from "./fleet-run.ts";
import type { RangeProgress } from "./range-progress.ts";
import type { RangeResult } from "./range-result.ts";
import type { RangeTask, Span } from "./range-task.ts";
import type { WireError, WireEvent } from "./wire-event.ts";

const text = v.string();
const count = v.number();
const maybe = v.optional(text);

const span: v.GenericSchema<unknown, Span> = v.object({ after: maybe, through: maybe });

const counts: v.GenericSchema<unknown, SyncCounts> = v.object({
  transferred: count,
  transferredBytes: count,
  deleted: count,
  failed: count,
  warnings: count,
  sourceEntries: count,
  destinationEntries: count,
});

const sentence = v.object({ en: text, ja: text });
const detail = v.custom<AwsErrorDetail>(
  (value) => v.is(v.looseObject({ code: text, message: text, status: count }), value),
  "it is no error of AWS",
);
const error: v.GenericSchema<unknown, WireError> = v.object({
  name: text,
  message: text,
  detail: v.exactOptional(detail),
  sentence: v.exactOptional(sentence),
});

const event: v.GenericSchema<unknown, WireEvent> = v.variant("t", [
  v.object({
    t: v.literal("moved"),
    k: text,
    b: count,
    r: v.picklist(["absent", "size", "time", "content", "incomparable", "metadata"]),
  }),
  v.object({ t: v.literal("deleted"), k: text }),
  v.object({
    t: v.literal("event"),
    event: v.looseObject({ type: text }),
    error: v.exactOptional(error),
  }),
]);

const task: v.GenericSchema<unknown, RangeTask> = v.object({
  id: text,
  run: text,
  span,
  mostDeletions: v.exactOptional(count),
});

/** What processes of a fleet keep for each other: each kind as it is written. */
const KINDS: {
  readonly run: v.GenericSchema<unknown, FleetRun>;
  readonly task: v.GenericSchema<unknown, RangeTask>;
  readonly result: v.GenericSchema<unknown, RangeResult>;
  readonly refusal: v.GenericSchema<unknown, WireError>;
  readonly spans: v.GenericSchema<unknown, Span[]>;
  readonly progress: v.GenericSchema<unknown, RangeProgress>;
  readonly tries: v.GenericSchema<unknown, Tries>;
  readonly worker: v.GenericSchema<unknown, FleetWorker>;
} = {
  run: v.object({
    id: text,
    job: text,
    version: text,
    command: v.object({
      cwd: text,
      positionals: v.array(text),
      given: v.array(v.object({ name: text, value: maybe })),
      endpoint: maybe,
    }),
    order: v.unknown(),
    onlyFailed: v.boolean(),
    phase: v.picklist(["copying", "deleting"]),
    counts,
    held: count,
    failed: v.array(span),
  }),
  task,
  result: v.variant("kind", [
    v.object({
      kind: v.literal("done"),
      events: v.array(event),
      counts,
      left: v.array(span),
      held: count,
      through: maybe,
    }),
    v.object({ kind: v.literal("failed"), tries: count, error }),
  ]),
  refusal: error,
  spans: v.array(span),
  progress: v.object({ objects: count, bytes: count, totalObjects: count, totalBytes: count }),
  tries: v.record(text, count),
  worker: v.object({ id: text, version: text }),
};

type Kinds = typeof KINDS;

/** Reads what another process has kept; throws where it is nothing that this version would have written. */
export function parseKept<K extends keyof Kinds>(kind: K, kept: string): v.InferOutput<Kinds[K]> {
  const schema: Kinds[K] = KINDS[kind];
  const parsed = v.safeParse(schema, valueIn(kept));
  if (parsed.success) return parsed.output;
  throw new ToldError({
    en: `cannot read what Redis holds of a fleet: a ${kind} is not as this version of sluice writes it; is something else using its keys`,
    ja: `Redis にあるフリートの内容を読み取れません。${kind} がこのバージョンの sluice の書き方と違います。ほかのものが同じキーを使っていないか確認してください`,
  });
}

function valueIn(kept: string): unknown {
  try {
    return JSON.parse(kept);
  } catch {
    return undefined;
  }
}
