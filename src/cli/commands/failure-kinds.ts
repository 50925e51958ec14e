import { type FailureKind, formatSpot, type SyncReport } from "../../app/index.ts";

/** What reads alike is one kind; more kinds than this are no longer told apart. */
const MOST_KINDS = 1000;
/** So many keys are shown with what happened to them. */
const SHOWN = 5;

type Failure = Extract<SyncReport, { readonly type: "failed" | "fatal" }>;
type Spot = Extract<SyncReport, { readonly type: "failed" }>["to"];

/** How often each cause made a run fail, with some of the keys. */
export class FailureKinds {
  readonly #kinds = new Map<string, { line: string; count: number; keys: string[] }>();

  keep(event: Failure): void {
    const to = event.type === "failed" ? event.to : undefined;
    const alike = `${event.type} ${withoutKey(event.error.message, event)}`;
    const known = this.#kinds.get(alike);
    if (known !== undefined) {
      known.count++;
      if (known.keys.length < SHOWN && to !== undefined) known.keys.push(nameOf(to));
    } else if (this.#kinds.size < MOST_KINDS) {
      const keys = to === undefined ? [] : [nameOf(to)];
      this.#kinds.set(alike, { line: lineOf(event), count: 1, keys });
    }
  }

  get all(): readonly FailureKind[] {
    return [...this.#kinds.values()];
  }
}

/** AWS's text names the object that it refuses: of a read that a copy does without, not the one that is written. */
function withoutKey(message: string, event: Failure): string {
  if (event.type === "fatal") return message;
  const spots = event.from === undefined ? [event.to] : [event.from, event.to];
  const text = spots.reduce(
    (rest, spot) =>
      spot.kind === "s3" ? rest.replaceAll(`${spot.bucket}/${spot.key}`, `${spot.bucket}/…`) : rest,
    message,
  );
  return event.from === undefined ? text.replaceAll(/(:s3:::[^/"\s]+)\/[^"]*/g, "$1/…") : text;
}

function lineOf(event: Failure): string {
  if (event.type === "fatal") return `fatal error: ${event.error.message}`;
  const { kind, from, to, error } = event;
  const source = from?.kind === "s3" ? `${formatSpot(from)} to ` : "";
  return `${kind} failed: ${source}${formatSpot(to)} ${error.message}`;
}

function nameOf(spot: Spot): string {
  return spot.kind === "s3" ? spot.key : spot.path;
}
