import type { LabState } from "../../state/lab-state.ts";
import type { JobFailure, JobRow } from "./job-row.ts";

/** Changes a job as it stands at that moment, in a transaction of its own. */
export function changeJob(
  lab: LabState,
  { account, id }: JobRow,
  change: (job: JobRow) => JobRow,
): Promise<void> {
  return lab.store.transaction(() => {
    const job = lab.s3Control.jobs.get([account, id]);
    if (job !== undefined) lab.s3Control.jobs.put([account, id], change(job));
  });
}

/** Lets a job fail; what it did so far is still reported. */
export function failing(job: JobRow, failure: JobFailure): JobRow {
  return job.status === "Cancelling" ? job : { ...job, status: "Failing", failure };
}
