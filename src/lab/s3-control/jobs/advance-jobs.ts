import { Refusal } from "../../refusal.ts";
import type { LabState } from "../../state/lab-state.ts";
import { changeJob, failing } from "./change-job.ts";
import { openJobRole } from "./job-identity.ts";
import type { JobRow } from "./job-row.ts";
import { prepareJob } from "./prepare-job.ts";
import { runTasks } from "./run-tasks.ts";
import { writeReport } from "./write-report.ts";

/**
 * Takes the job of the highest priority, of all accounts, one step further; false when all rest.
 */
export async function advanceJobs(lab: LabState): Promise<boolean> {
  const job = nextJob(lab);
  if (job === undefined) return false;
  await advance(lab, job);
  return true;
}

function nextJob({ s3Control }: LabState): JobRow | undefined {
  const waiting = [...s3Control.jobs.range()]
    .map(({ value }) => value)
    .filter(({ status }) => !RESTING.includes(status));
  return waiting.sort((a, b) => b.priority - a.priority || a.createdMs - b.createdMs)[0];
}

const RESTING: readonly JobRow["status"][] = ["Suspended", "Complete", "Failed", "Cancelled"];

/** Takes a job one step further; a fault of the lab's own ends the job, and not the lab. */
async function advance(lab: LabState, job: JobRow): Promise<void> {
  try {
    await step(lab, job);
  } catch (error) {
    const failure = {
      code: "InternalServiceException",
      reason: error instanceof Error ? error.message : "a fault of the lab",
    };
    await changeJob(lab, job, (row) => ({
      ...row,
      status: "Failed",
      failure,
      endedMs: lab.now(),
    }));
  }
}

async function step(lab: LabState, job: JobRow): Promise<void> {
  switch (job.status) {
    case "New":
      await changeJob(lab, job, (row) => moved(row, "New", "Preparing"));
      return;
    case "Ready":
      await changeJob(lab, job, (row) => ({
        ...moved(row, "Ready", row.total === 0 ? "Completing" : "Active"),
        activeMs: lab.now(),
      }));
      return;
    case "Preparing":
    case "Active":
      await work(lab, job);
      return;
    case "Completing":
    case "Failing":
    case "Cancelling":
      await finish(lab, job);
      return;
    case "Suspended":
    case "Complete":
    case "Failed":
    case "Cancelled":
      return;
  }
}

/** Somebody may have cancelled it meanwhile. */
function moved(job: JobRow, from: JobRow["status"], to: JobRow["status"]): JobRow {
  return job.status === from ? { ...job, status: to } : job;
}

async function work(lab: LabState, job: JobRow): Promise<void> {
  const identity = openJobRole(lab, job);
  if (identity === undefined) {
    const reason = `Batch Operations could not assume the role ${job.roleArn}: it is not there, or its trust policy does not let it`;
    await changeJob(lab, job, (row) => failing(row, { code: "AccessDenied", reason }));
    return;
  }
  await (job.status === "Preparing" ? prepareJob : runTasks)(lab, job, identity);
}

/** Writes the report of a job that is over, and says how it ended. */
async function finish(lab: LabState, job: JobRow): Promise<void> {
  const identity = openJobRole(lab, job);
  try {
    if (identity !== undefined) await writeReport(lab, job, identity);
    await changeJob(lab, job, (row) => ended(lab, row));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error.detail;
    const reason = `The completion report could not be written: ${message}`;
    await changeJob(lab, job, (row) => ({
      ...ended(lab, row),
      status: "Failed",
      failure: row.failure ?? { code, reason },
    }));
  }
}

function ended({ now }: LabState, job: JobRow): JobRow {
  const endedMs = now();
  if (job.status === "Failing") return { ...job, status: "Failed", endedMs };
  if (job.status === "Cancelling") return { ...job, status: "Cancelled", endedMs };
  return { ...job, status: "Complete", endedMs };
}
