export { createAccountClient } from "./account/account-client.ts";
export type { CredentialsProvider } from "./credentials-provider.ts";
export { WireError, type WireErrorCode } from "./http/wire-error.ts";
export { nodeDigest } from "./node-digest.ts";
export type { ServiceName } from "./profile/endpoint-url.ts";
export { loadProfile, type Profile, type ProfileOptions } from "./profile/load-profile.ts";
export type { Addressing } from "./s3/bucket-address.ts";
export {
  type BucketStoreOptions,
  createBucketStore,
  type OpenBucketStore,
} from "./s3/bucket-store.ts";
export type { Timing } from "./timing.ts";
