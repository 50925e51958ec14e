import type { AccountReader, AccountWriter } from "../access/index.ts";
import { type Credentials, profileLabel } from "../aws/index.ts";
import {
  createAccountClient,
  createBucketStore,
  endpointsAt,
  type OpenBucketStore,
  type Profile,
} from "../client/index.ts";

/** An identity whose keys are at hand, at an endpoint that is not AWS: someone in the lab. */
export interface KnownIdentity {
  readonly profile: string;
  readonly credentials: Credentials;
  readonly region: string;
  readonly endpoint: string;
}

/** That identity's account. */
export function accountAt(identity: KnownIdentity): AccountReader & AccountWriter {
  const { endpoint } = identity;
  const profile: Profile = {
    label: profileLabel(identity.profile),
    credentials: () => Promise.resolve(identity.credentials),
    region: identity.region,
    endpoints: endpointsAt(endpoint),
    addressing: "path",
    certificates: undefined,
  };
  return createAccountClient(profile);
}

/** A bucket as that identity sees it. */
export function bucketAt(identity: KnownIdentity, bucket: string): OpenBucketStore {
  return createBucketStore({
    bucket,
    credentials: () => Promise.resolve(identity.credentials),
    region: identity.region,
    endpoint: identity.endpoint,
    addressing: "path",
  });
}
