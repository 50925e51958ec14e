import { type AwsCall, UsageError } from "../aws/index.ts";
import type { FleetCommand } from "../fleet/index.ts";
import { callsOf, callsOfBackup, type Pipes, type Place, type SyncOptions } from "../sync/index.ts";
import { readPlace } from "./read-place.ts";

/** Which identities act, and where: the flags that several commands share. */
export interface IdentityFlags {
  /** The profile that runs; the environment or the default profile when absent. */
  readonly profile?: string | undefined;
  readonly sourceProfile?: string | undefined;
  readonly destinationProfile?: string | undefined;
  /** Profiles of other accounts that may be asked for facts, and written through by `grant`. */
  readonly ownerProfiles: readonly string[];
  /** Profiles of management accounts, or of their delegates: asked for control policies and permission sets. */
  readonly organizationProfiles?: readonly string[];
  /** Files with what people of other accounts have answered. */
  readonly answers?: readonly string[];
  readonly region?: string;
  readonly sourceRegion?: string;
  readonly endpointUrl?: string;
  readonly requestPayer?: boolean;
  /** Signs nothing; nothing can be checked for nobody, then. */
  readonly unsigned?: boolean;
  /** A file of certificates to trust, in PEM. */
  readonly caBundle?: string;
  /** How long an answer may take to begin or go on; for ever when 0. */
  readonly readTimeoutMs?: number;
  /** The id of the VPC endpoint that requests come by: no identity can tell. */
  readonly vpcEndpoint?: string;
  /** ARN of whom a grant is for, where that is not who signs in. */
  readonly principal?: string;
}

/** The standard streams, and how much is expected of them. */
export interface Streaming {
  readonly pipes: Pipes;
  readonly expectedSize?: number | undefined;
}

/** What jobs of S3 Batch Operations do of a run: as which role, by manifests and reports in which place. */
export interface BatchPart {
  readonly roleArn: string;
  readonly manifests: Extract<Place, { readonly kind: "s3" }>;
  /** The kinds of call that its jobs will send. */
  readonly calls: readonly AwsCall[];
}

/** The published S3 Inventory that a source is listed by. */
interface InventoryPart {
  /** Its `manifest.json`. */
  readonly place: Extract<Place, { readonly kind: "s3" }>;
  /** How it is read; among the calls of the job. */
  readonly reads: AwsCall;
}

/** The fleet that does a run. */
export interface FleetPart {
  /** The URL of its Redis; it may hold a password. */
  readonly redis: string;
  /** Whether it does only the ranges that failed in the last run. */
  readonly onlyFailed: boolean;
  /** Of this program: those of one version understand each other. */
  readonly version: string;
  /** The command, for whoever goes on with its run. */
  readonly typed: Omit<FleetCommand, "endpoint">;
  /** The run that it goes on with, where it begins none. */
  readonly goesOnWith?: string;
}

/** One run as it was asked for, before anything is listed. */
export interface Job {
  readonly work: "sync" | "copy" | "move" | "remove" | "stream";
  readonly source: Place;
  readonly destination: Place;
  readonly options: SyncOptions;
  readonly identities: IdentityFlags;
  /** Where what is replaced or deleted is kept. */
  readonly backup?: Place;
  /** What the source is listed by, instead of asking S3 for it. */
  readonly inventory?: InventoryPart;
  /** The jobs of S3 Batch Operations that copy. */
  readonly batch?: BatchPart;
  /** The fleet that does it, where this process only leads. */
  readonly fleet?: FleetPart;
  /** What `-` is. */
  readonly stream?: Streaming;
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
  /** The place of this run's backup, as typed but for the run's name. */
  readonly backup?: string | undefined;
}

/** Reads both ends and settles how the job is done; throws `UsageError` where they make no sync. */
export function readJob(request: JobRequest): Job {
  const source = readPlace(request.source, request.cwd);
  const destination = readPlace(request.destination, request.cwd);
  if (source.kind === "local" && destination.kind === "local") {
    throw new UsageError({
      en: `cannot sync \`${request.source}\` to \`${request.destination}\`: one of them must be an S3 URI such as \`s3://bucket/prefix\``,
      ja: `\`${request.source}\` から \`${request.destination}\` には同期できません。どちらかは \`s3://bucket/prefix\` のような S3 URI である必要があります`,
    });
  }
  const options = withWay(request, source.kind === destination.kind);
  const calls = callsOf(source, destination, options);
  const job = { source, destination, options, calls, identities: request.identities };
  return { work: "sync", ...withBackup(job, request) };
}

/** A job that keeps what it takes away, where that was asked for. */
export function withBackup<T extends Pick<Job, "destination" | "options" | "calls">>(
  job: T,
  { backup: text, cwd }: Pick<JobRequest, "backup" | "cwd">,
): T & Pick<Job, "backup"> {
  if (text === undefined) return job;
  const backup = readPlace(text, cwd);
  const keeping = callsOfBackup({ destination: job.destination, backup }, job.options);
  return { ...job, backup, calls: [...job.calls, ...keeping] };
}

/** One signature covers both buckets of a copy, so two identities must read here and write there. */
export function withWay(
  { identities, options }: Pick<JobRequest, "identities" | "options">,
  isBetweenBuckets: boolean,
): SyncOptions {
  const twoIdentities = identities.sourceProfile !== identities.destinationProfile;
  return { ...options, through: twoIdentities && isBetweenBuckets ? "stream" : "copy" };
}

/** The profile that acts on one side. */
export function profileOf(job: Job, side: "source" | "destination"): string | undefined {
  const { profile, sourceProfile, destinationProfile } = job.identities;
  return (side === "source" ? sourceProfile : destinationProfile) ?? profile;
}
