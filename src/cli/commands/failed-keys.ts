import { randomBytes } from "node:crypto";
import { appendFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatSpot, makeDirectory, type SyncReport } from "../../app/index.ts";
import { jsonLine } from "../render/json-line.ts";

/** So many keys are shown with what happened to them; the file is for more. */
const SHOWN = 5;
/** Lines go to the file together. */
const BATCH = 500;
/** Lists of former runs go after 30 days, as journals do. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Where the list of failed keys is kept. */
export interface FailurePlace {
  readonly directory: string;
  /** The run's, where it has an id. */
  readonly run?: string | undefined;
}

/** Every key that failed in a run, in a file once there are more than are shown. */
export class FailedKeys {
  readonly #place: FailurePlace;
  #waiting: string[] = [];
  #path: string | undefined;
  #count = 0;
  #isBroken = false;

  constructor(place: FailurePlace) {
    this.#place = place;
  }

  keep(event: Extract<SyncReport, { readonly type: "failed" }>): void {
    if (this.#isBroken) return;
    this.#count++;
    this.#waiting.push(failureLine(event));
    if (this.#waiting.length >= BATCH) this.#write();
  }

  /** Writes what waits; the file, and how many keys are in it, where there are more than are shown. */
  end(): { readonly path: string; readonly count: number } | undefined {
    const count = this.#count;
    if (count > SHOWN) this.#write();
    return this.#path === undefined ? undefined : { path: this.#path, count };
  }

  /** A disk that does not take it stops no run. */
  #write(): void {
    const { directory, run } = this.#place;
    try {
      if (this.#path === undefined) {
        makeDirectory(directory, 0o700);
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

function failureLine(event: Extract<SyncReport, { readonly type: "failed" }>): string {
  const { kind, from, to, error } = event;
  return jsonLine("failed", {
    kind,
    ...(from && { from: formatSpot(from) }),
    to: formatSpot(to),
    error: error.message,
  });
}
