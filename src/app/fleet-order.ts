import { createHash } from "node:crypto";
import type { FleetEnds } from "../fleet/index.ts";
import type { IdentityFlags, Job } from "./job.ts";

/** Who acts, and where, as workers are told: profiles by their names. */
const TOLD = [
  "profile",
  "sourceProfile",
  "destinationProfile",
  "region",
  "sourceRegion",
  "endpointUrl",
  "requestPayer",
  "unsigned",
  "caBundle",
  "readTimeoutMs",
] as const;

type ToldFlags = Pick<IdentityFlags, (typeof TOLD)[number]>;

/** What the workers of a fleet are told of a run; nothing of it is secret. */
export interface FleetOrder extends Pick<Job, "source" | "destination" | "options"> {
  readonly identities: ToldFlags;
  /** Whether there is anything in the source, where it is a directory: it must be so for each worker. */
  readonly hasContent: boolean;
}

/** Options that only say how fast. */
const OF_SPEED: ReadonlySet<string> = new Set(["maxConcurrentRequests", "maxBandwidth", "asked"]);

/** The order for a job. */
export function orderOf(
  { source, destination, options, identities }: Job,
  hasContent: boolean,
): FleetOrder {
  const said = Object.fromEntries(TOLD.map((name) => [name, identities[name]]));
  return { source, destination, options, identities: said, hasContent };
}

/** The same for two commands that do the same at the same service as the same identities, however fast. */
export function nameOfJob(job: Job, endpoint: string | undefined): string {
  const { source, destination, options, identities } = job;
  const { profile, sourceProfile, destinationProfile, region, requestPayer, unsigned } = identities;
  const who = [profile, sourceProfile, destinationProfile, region, requestPayer, unsigned];
  const same = [source, destination, options, who, endpoint ?? null];
  const text = JSON.stringify(same, (name, value: unknown) =>
    OF_SPEED.has(name) ? undefined : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Both ends of what a fleet does. */
export function fleetEnds({ source, destination }: Pick<Job, "source" | "destination">): FleetEnds {
  if (destination.kind === "local") throw new Error("a fleet writes to S3");
  return { source, destination };
}
