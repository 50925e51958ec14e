import { parseS3Uri } from "../aws/index.ts";
import {
  type BucketsWanted,
  createBucketStore,
  type LevelPage,
  listBuckets,
  type ListedBucket,
  loadProfile,
} from "../client/index.ts";
import type { IdentityFlags } from "./job.ts";

/** What an `ls` of objects is made of. */
export interface LevelRequest {
  /** With or without `s3://`. */
  readonly place: string;
  readonly identities: IdentityFlags;
  readonly recursive: boolean;
  readonly pageSize?: number | undefined;
  readonly signal: AbortSignal;
}

/** The buckets of whoever asks. */
export async function* bucketPages(
  identities: IdentityFlags,
  wanted: BucketsWanted,
): AsyncGenerator<readonly ListedBucket[], void, undefined> {
  yield* listBuckets(await loadProfile(identities), wanted);
}

/** The objects and common prefixes under a place; without `/` at its end it is the beginning of names. */
export async function* levelPages(
  request: LevelRequest,
): AsyncGenerator<LevelPage, void, undefined> {
  const { place, identities, recursive, pageSize, signal } = request;
  const { bucket, prefix } = parseS3Uri(place.startsWith("s3://") ? place : `s3://${place}`);
  const profile = await loadProfile(identities);
  const store = createBucketStore({
    bucket,
    credentials: profile.credentials,
    region: profile.region,
    endpoint: profile.endpoints.s3,
    addressing: profile.addressing,
    certificates: profile.certificates,
    requestPayer: identities.requestPayer,
    timeoutMs: identities.readTimeoutMs,
  });
  const options = { prefix, signal, ...(pageSize !== undefined && { pageSize }) };
  try {
    yield* store.listLevel(recursive ? options : { ...options, delimiter: "/" });
  } finally {
    await store.close();
  }
}
