import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FailureKind, SyncReport } from "../../app/index.ts";
import { jsonLine } from "../render/json-line.ts";

/** What reads alike is one kind; more kinds than this are no longer told apart. */
const MOST_KINDS = 1000;
/** So many keys are shown with what happened to them; the file is for more. */
const SHOWN = 5;
/** Lines go to the file together. */
const BATCH = 500;
/** Lists of former runs go after 30 days, as journals do. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

type Failure = Extract<SyncReport, { readonly type: "failed" | "fatal" }>;
type Spot = Extract<SyncReport, { readonly type: "failed" }>["to"];

/** Where the list of failed keys may be kept. */
interface FailurePlace {
  readonly directory: string;
  /** The run's, where it has an id. */
  readonly run?: string | undefined;
}

/** What failed in a run: how often for each cause, and, where there is a place for it, every key in a file. */
export class FailureLog {
  readonly #place: FailurePlace | undefined;
  readonly #kinds = new Map<string, { line: string; count: number; keys: string[] }>();
  #waiting: string[] = [];
  #path: string | undefined;
  #count = 0;
  #isBroken = false;

  constructor(place: FailurePlace | undefined) {
    this.#place = place;
  }

  /** Keeps what an event says, where it is a failure. */
  keep(event: SyncReport): void {
    if (event.type !== "failed" && event.type !== "fatal") return;
    this.#keepKind(event);
    if (event.type === "fatal" || this.#place === undefined || this.#isBroken) return;
    this.#count++;
    this.#waiting.push(failureLine(event));
    if (this.#waiting.length >= BATCH) this.#write(this.#place);
  }

  get kinds(): readonly FailureKind[] {
    return [...this.#kinds.values()];
  }

  /** Writes what waits; the file, and how many keys are in it, where there are more than are shown. */
  end(): { readonly path: string; readonly count: number } | undefined {
    const count = this.#count;
    if (this.#place !== undefined && count > SHOWN) this.#write(this.#place);
    return this.#path === undefined ? undefined : { path: this.#path, count };
  }

  #keepKind(event: Failure): void {
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

  /** A disk that does not take it stops no run. */
  #write({ directory, run }: FailurePlace): void {
    try {
      if (this.#path === undefined) {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        sweep(directory);
        const path = join(directory, `failed-${run ?? randomBytes(4).toString("hex")}.jsonl`);
        rmSync(path, { force: true });
        this.#path = path;
      }
      appendFileSync(this.#path, this.#waiting.join(""), { mode: 0o600 });
    } catch {
      this.#path = undefined;
      this.#isBroken = true;
    }
    this.#waiting = [];
  }
}

function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (!/^failed-[0-9a-f]{8}[.]jsonl$/.test(name)) continue;
    // Another run may have swept it meanwhile.
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}

function failureLine(event: Extract<Failure, { readonly type: "failed" }>): string {
  const { kind, from, to, error } = event;
  return jsonLine("failed", {
    kind,
    ...(from && { from: placeOf(from) }),
    to: placeOf(to),
    error: error.message,
  });
}

/** AWS's text names the object that it refuses. */
function withoutKey(message: string, event: Failure): string {
  if (event.type === "fatal") return message;
  return [event.from, event.to].reduce(
    (text, spot) =>
      spot?.kind === "s3"
        ? text.replaceAll(`${spot.bucket}/${spot.key}`, `${spot.bucket}/…`)
        : text,
    message,
  );
}

function lineOf(event: Failure): string {
  if (event.type === "fatal") return `fatal error: ${event.error.message}`;
  const where = event.to.kind === "s3" ? `${placeOf(event.to)} ` : "";
  return `${event.kind} failed: ${where}${event.error.message}`;
}

function placeOf(spot: Spot): string {
  return spot.kind === "s3" ? `s3://${spot.bucket}/${spot.key}` : spot.path;
}

function nameOf(spot: Spot): string {
  return spot.kind === "s3" ? spot.key : spot.path;
}
