import { type AwsCall, parseS3Uri, UsageError } from "../aws/index.ts";
import { callsOf, type Place, type SyncOptions } from "../sync/index.ts";
import { resolve } from "node:path";

/** Which identities act, and where: the flags that several commands share. */
export interface IdentityFlags {
  /** The profile that runs; the environment or the default profile when absent. */
  readonly profile?: string;
  readonly sourceProfile?: string;
  readonly destinationProfile?: string;
  /** Profiles of other accounts that may be asked for facts, and written through by `grant`. */
  readonly ownerProfiles: readonly string[];
  readonly region?: string;
  readonly sourceRegion?: string;
  readonly endpointUrl?: string;
  readonly requestPayer?: boolean;
}

/** One sync as it was asked for, before anything is listed. */
export interface Job {
  readonly source: Place;
  readonly destination: Place;
  readonly options: SyncOptions;
  readonly identities: IdentityFlags;
  /** The kinds of call that it will send: permissions follow from them. */
  readonly calls: readonly AwsCall[];
}

/** What a job is made of, as typed. */
export interface JobRequest {
  readonly source: string;
  readonly destination: string;
  readonly cwd: string;
  readonly options: SyncOptions;
  readonly identities: IdentityFlags;
}

/** Reads both ends and settles how the job is done; throws `UsageError` where they make no sync. */
export function readJob(request: JobRequest): Job {
  const source = readPlace(request.source, request.cwd);
  const destination = readPlace(request.destination, request.cwd);
  if (source.kind === "local" && destination.kind === "local") {
    throw new UsageError(
      `cannot sync \`${request.source}\` to \`${request.destination}\`: one of them must be an S3 URI such as \`s3://bucket/prefix\``,
    );
  }
  const { sourceProfile, destinationProfile } = request.identities;
  const twoIdentities = sourceProfile !== destinationProfile;
  // One signature covers both buckets of a copy, so two identities must read here and write there.
  const through = twoIdentities && source.kind === destination.kind ? "stream" : "copy";
  const options = { ...request.options, through } as const;
  return {
    source,
    destination,
    options,
    identities: request.identities,
    calls: callsOf(source, destination, options),
  };
}

/** The profile that acts on one side. */
export function profileOf(job: Job, side: "source" | "destination"): string | undefined {
  const { profile, sourceProfile, destinationProfile } = job.identities;
  return (side === "source" ? sourceProfile : destinationProfile) ?? profile;
}

function readPlace(text: string, cwd: string): Place {
  if (!text.startsWith("s3://")) {
    if (/^s3:/i.test(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) parseS3Uri(text);
    return { kind: "local", path: resolve(cwd, text) };
  }
  const { bucket, prefix } = parseS3Uri(text);
  return { kind: "s3", bucket, prefix };
}
