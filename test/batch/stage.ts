import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, onTestFinished } from "vitest";
import { type Job, readBatchJob } from "../../src/app/index.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";
import { openLab, type OpenLab } from "../lab/open-lab.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { BATCH_ROLE } from "./batch-world.ts";
import { type Difference, exactWorld } from "./exact-world.ts";

export const MANIFESTS = "s3://jobs-111/x";
/** The profiles of those who may read what alice may not. */
export const OWNERS = ["--owner-profile", "admin", "--owner-profile", "bob"] as const;

/** The run that is asked about, as alice. */
export function jobOfAlice(roleArn: string = BATCH_ROLE): Job {
  return readBatchJob({
    source: "s3://from-111",
    destination: "s3://to-222",
    cwd: "/",
    options: DEFAULT_SYNC_OPTIONS,
    identities: { profile: "alice", ownerProfiles: [] },
    batch: { roleArn, manifests: MANIFESTS },
  });
}

/** Runs sluice as alice for that run. */
export type Sluice = (
  verb: string,
  ...words: readonly string[]
) => ReturnType<typeof sluiceInProcess>;

interface Stage {
  readonly lab: OpenLab;
  readonly sluice: Sluice;
}

/** Opens a lab with one object to copy, until the test is over. */
export async function openStage(difference: Difference): Promise<Stage> {
  const lab = await openLab({ world: exactWorld(difference) });
  const home = await openHome(lab.lab.awsConfig());
  onTestFinished(async () => {
    await lab.close();
    await closeHome(home);
    expect(lab.faults).toEqual([]);
  });
  await lab.s3("admin").send(new PutObjectCommand({ Bucket: "from-111", Key: "a", Body: "a" }));
  const job = ["--on", "s3-batch", "--batch-role", BATCH_ROLE, "--manifest-bucket", MANIFESTS];
  const run = ["s3://from-111", "s3://to-222", "--profile", "alice", ...job];
  const env = { XDG_STATE_HOME: home };
  return { lab, sluice: (verb, ...words) => sluiceInProcess([verb, ...run, ...words], { env }) };
}
