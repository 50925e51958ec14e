/** How a run ended, or that it has not; `waiting` as long as nothing was told. */
export type RunState = "waiting" | "running" | "refused" | "cancelled" | "failed" | "done";

/** Failures that read alike but for their keys. */
export interface RunFailure {
  /** What the first of them said. */
  readonly message: string;
  readonly count: number;
}

/** A run as far as its events tell. */
export interface RunProgress {
  readonly state: RunState;
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly objects: number;
  readonly totalObjects: number;
  /** Whether the totals grow no more. */
  readonly totalIsFinal: boolean;
  readonly deleted: number;
  readonly warnings: number;
  /** Most frequent first. */
  readonly failures: readonly RunFailure[];
}

/** A run as the page's server tells of it. */
export interface FollowedRun {
  /** The file that its events come from. */
  readonly file: string;
  readonly progress: RunProgress;
  /** Why nothing is known, where the file cannot be read. */
  readonly problem?: string;
}

/** Nothing told yet. */
export const NO_PROGRESS: RunProgress = {
  state: "waiting",
  source: "",
  destination: "",
  bytes: 0,
  totalBytes: 0,
  objects: 0,
  totalObjects: 0,
  totalIsFinal: false,
  deleted: 0,
  warnings: 0,
  failures: [],
};

type Fields = Readonly<Record<string, unknown>>;

/** A run after one more line of `sluice sync --json`; other lines leave it as it is. */
export function withEvent(run: RunProgress, line: string): RunProgress {
  const event = fieldsIn(line);
  const change = event && changes.get(String(event["type"]))?.(event, run);
  return change === undefined ? run : { ...run, ...change };
}

const changes: ReadonlyMap<string, (event: Fields, run: RunProgress) => Partial<RunProgress>> =
  new Map<string, (event: Fields, run: RunProgress) => Partial<RunProgress>>([
    [
      "started",
      ({ source, destination }) => ({
        ...NO_PROGRESS,
        state: "running",
        source: placeText(source),
        destination: placeText(destination),
      }),
    ],
    [
      "progress",
      (event) => ({
        bytes: countIn(event["bytes"]),
        totalBytes: countIn(event["totalBytes"]),
        objects: countIn(event["objects"]),
        totalObjects: countIn(event["totalObjects"]),
        totalIsFinal: event["totalIsFinal"] === true,
      }),
    ],
    ["deleted", (_event, { deleted }) => ({ deleted: deleted + 1 })],
    ["warning", (_event, { warnings }) => ({ warnings: warnings + 1 })],
    ["failed", (event, { failures }) => ({ failures: withFailure(failures, event) })],
    [
      "fatal",
      (event, { failures }) => ({ state: "failed", failures: withFailure(failures, event) }),
    ],
    ["cancelled", () => ({ state: "cancelled" })],
    // What the check says, where it stops the run.
    ["verdict", ({ verdict }) => (verdict === "denied" ? { state: "refused" } : {})],
    [
      "done",
      (_event, { state }) => ({ state: state === "running" ? "done" : state, totalIsFinal: true }),
    ],
  ]);

function fieldsIn(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function countIn(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}

function placeText(place: unknown): string {
  if (typeof place !== "object" || place === null) return "";
  const { path, bucket, prefix } = { ...place } as Fields;
  return typeof path === "string" ? path : `s3://${String(bucket)}/${String(prefix)}`;
}

/** What reads otherwise than all these is no longer told apart. */
const MOST_KINDS = 20;

function withFailure(failures: readonly RunFailure[], event: Fields): readonly RunFailure[] {
  const message = messageOf(event);
  const known = failures.find((one) => one.message === message) ?? failures[MOST_KINDS - 1];
  const changed =
    known === undefined
      ? [...failures, { message, count: 1 }]
      : failures.map((one) => (one === known ? { ...one, count: one.count + 1 } : one));
  return changed.sort((a, b) => b.count - a.count);
}

/** Its error without the key, which differs from failure to failure. */
function messageOf({ error, to, from }: Fields): string {
  const { message } = { ...(typeof error === "object" ? error : {}) } as Fields;
  return [to, from].reduce<string>(
    (text, spot) => {
      const { key } = { ...(typeof spot === "object" ? spot : {}) } as Fields;
      return typeof key === "string" && key.length > 2 ? text.replaceAll(key, "…") : text;
    },
    typeof message === "string" ? message : "",
  );
}
