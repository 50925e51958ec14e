import type { Side } from "../aws/index.ts";
import type { OpenBucketStore } from "../client/index.ts";
import type { BatchMeans, BucketStore, Inventory, Place } from "../sync/index.ts";
import { type Job, profileOf } from "./job.ts";
import { openJobs } from "./open-jobs.ts";
import { openStore, type StoreMeans } from "./open-store.ts";

/** What a job has beside its two ends. */
export interface Aside {
  /** Where what is replaced or deleted is kept. */
  readonly backup?: BucketStore;
  /** What the source is listed by, instead of asking S3 for it. */
  readonly inventory?: Inventory;
  /** The jobs that copy, where S3 Batch Operations does. */
  readonly batch?: BatchMeans;
}

/** Opens it. */
export async function openAside(
  job: Job,
  destination: OpenBucketStore | undefined,
  means: StoreMeans,
): Promise<{ readonly parts: Aside; readonly close: () => Promise<void> }> {
  const { batch, inventory } = job;
  const at = (side: Side, other: Place | undefined): ReturnType<typeof openStore> =>
    other === undefined
      ? Promise.resolve(undefined)
      : openStore({ ...job, [side]: other }, side, means);
  const [backup, manifests, published] = await Promise.all([
    at("destination", job.backup),
    at("destination", batch?.manifests),
    at("source", inventory?.place),
  ]);
  const writer = await means.profile(profileOf(job, "destination"));
  return {
    parts: {
      ...(backup && { backup }),
      ...(inventory && published && { inventory: { place: inventory.place, store: published } }),
      ...(batch &&
        manifests &&
        destination && {
          batch: {
            roleArn: batch.roleArn,
            manifests: { store: manifests, prefix: batch.manifests.prefix },
            jobs: openJobs(writer, () => destination.region()),
          },
        }),
    },
    close: async () => {
      await Promise.all([backup?.close(), manifests?.close(), published?.close()]);
    },
  };
}
