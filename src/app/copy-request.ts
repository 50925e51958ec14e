import type { JobRequest, Streaming } from "./job.ts";

/** What a `cp` or `mv` is made of, as typed. */
export interface CopyRequest extends JobRequest {
  readonly work: "copy" | "move";
  /** All that is under the source, not the one file or object that it is. */
  readonly recursive: boolean;
  readonly stream: Streaming;
}
