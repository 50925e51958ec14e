import { AwsError } from "../../aws/index.ts";
import type { FailureKind, SyncReport } from "../../app/index.ts";
import { FailedKeys, type FailurePlace } from "./failed-keys.ts";
import { FailureKinds } from "./failure-kinds.ts";

/** What failed in a run: how often for each cause, and, where there is a place for it, every key in a file. */
export class FailureLog {
  readonly #kinds = new FailureKinds();
  readonly #keys: FailedKeys | undefined;
  #hasMismatch = false;

  constructor(place: FailurePlace | undefined) {
    this.#keys = place && new FailedKeys(place);
  }

  /** Keeps what an event says, where it is a failure. */
  keep(event: SyncReport): void {
    if (event.type === "failed" || event.type === "fatal") this.#kinds.keep(event);
    if (event.type === "failed") this.#keys?.keep(event);
    if (event.type === "warning") this.#keepRefusal(event);
    if (event.type === "mismatch") this.#hasMismatch = true;
  }

  /** Explains what AWS refused where the run could do without it: no key of these has failed. */
  #keepRefusal(event: Extract<SyncReport, { readonly type: "warning" }>): void {
    const { at: to, error, kind } = event;
    if (error instanceof AwsError) this.#kinds.keep({ type: "failed", kind, to, error });
  }

  get kinds(): readonly FailureKind[] {
    return this.#kinds.all;
  }

  /** Whether something was done and is not as it should be. */
  get hasMismatch(): boolean {
    return this.#hasMismatch;
  }

  /** The file of keys, and how many are in it, where there are more than are shown. */
  end(): ReturnType<FailedKeys["end"]> {
    return this.#keys?.end();
  }
}
