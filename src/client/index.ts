export { createAccountClient } from "./account/account-client.ts";
export { knowsCallers } from "./account/knows-callers.ts";
export { decodeAuthorizationMessage } from "./account/decode-authorization-message.ts";
export { type BucketsWanted, listBuckets, type ListedBucket } from "./account/list-buckets.ts";
export { createBatchJobs } from "./batch/batch-jobs.ts";
export { Bandwidth } from "./http/bandwidth.ts";
export { WireError } from "./http/wire-error.ts";
export { endpointsAt } from "./profile/endpoint-url.ts";
export { loadProfile, type Profile } from "./profile/load-profile.ts";
export type { TransferSettings } from "./profile/transfer-settings.ts";
export {
  type BucketStoreOptions,
  createBucketStore,
  type OpenBucketStore,
} from "./s3/bucket-store.ts";
export type { LevelPage } from "./s3/list-level.ts";
