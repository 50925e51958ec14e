import { createAccountClient, createBatchJobs, type Profile } from "../client/index.ts";
import type { BatchJobs } from "../sync/index.ts";

/** The jobs of S3 Batch Operations of a profile's account, in a region that is asked for at the first call. */
export function openJobs(profile: Profile, region: () => string): BatchJobs {
  return createBatchJobs({
    profile,
    account: async () => (await createAccountClient(profile).callerIdentity()).account,
    region,
  });
}
