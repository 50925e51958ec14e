import { createHash } from "node:crypto";
import type { IdentityFlags, Job } from "./job.ts";

/** Who acts, and where, as workers are told: profiles by their names. */
type ToldFlags = Pick<
  IdentityFlags,
  | "profile"
  | "sourceProfile"
  | "destinationProfile"
  | "region"
  | "sourceRegion"
  | "endpointUrl"
  | "requestPayer"
  | "unsigned"
  | "caBundle"
  | "readTimeoutMs"
>;

/** What the workers of a fleet are told of a run; nothing of it is secret. */
export interface FleetOrder extends Pick<Job, "source" | "destination" | "options"> {
  readonly identities: ToldFlags;
  /** Whether there is anything in the source, where it is a directory: it must be so for each worker. */
  readonly hasContent: boolean;
}

const TOLD: readonly (keyof ToldFlags)[] = [
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
];

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

/** The same for two commands that do the same, however fast. */
export function nameOfJob({ source, destination, options, identities }: Job): string {
  const same = [source, destination, options, identities.endpointUrl ?? null];
  const text = JSON.stringify(same, (name, value: unknown) =>
    OF_SPEED.has(name) ? undefined : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
