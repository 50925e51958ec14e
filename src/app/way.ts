import type { AskedClients } from "./clients.ts";
import type { IdentityFlags, Job } from "./job.ts";

/** How data goes between the buckets of two identities: inside S3, for one that does all of it, or through here. */
export type Way =
  | {
      readonly through: "copy";
      /** Who does all of it; the environment or the default profile when absent. */
      readonly profile?: string;
    }
  | {
      readonly through: "stream";
      /** `uncertain`: of neither alone it is certain that it may do all of it. */
      readonly why: "uncertain" | "unchecked" | "two-services";
    };

/** Who runs, and how data goes where that was a question. */
export interface SettledIdentities {
  readonly identities: IdentityFlags;
  readonly way?: Way;
  /** Opens it with what has been found out already, so that nobody is asked twice. */
  readonly open?: (job: Job) => Promise<AskedClients>;
}

/** A run as two identities were asked to do it, and as others would. */
export interface UnsettledRun {
  readonly job: Job;
  /** The run itself, also where `job` is but a dry one. */
  readonly by: (identities: IdentityFlags) => Promise<Job>;
}

/** How to settle by AWS's word. */
export interface SettlingManner {
  /** Whether requests without effect are sent too, to make certain of what nobody could read. */
  readonly probes: boolean;
  readonly signal: AbortSignal;
}

/** Whether two identities act between buckets; workers of a fleet have identities of their own. */
export function hasQuestion({ options, fleet }: Job): boolean {
  return options.through === "stream" && fleet === undefined;
}

type Streaming = Extract<Way, { readonly through: "stream" }>;

/** Leaves a run to both of its identities. */
export function streaming({ identities }: Job, why: Streaming["why"]): SettledIdentities {
  return { identities, way: { through: "stream", why } };
}
