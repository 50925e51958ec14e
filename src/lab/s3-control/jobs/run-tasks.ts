import { decodeUrlEncodedKey } from "../../../aws/index.ts";
import type { Identity } from "../../authenticate.ts";
import { Refusal, type RefusalDetail } from "../../refusal.ts";
import { type S3Answer, sendAs } from "../../s3/send-as.ts";
import type { LabState } from "../../state/lab-state.ts";
import { taskKey } from "../s3-control-tables.ts";
import { failing } from "./change-job.ts";
import type { JobRow, TaskOutcome, TaskRow } from "./job-row.ts";
import { taskMessage } from "./task-message.ts";

// Tasks that are under way when the lab is killed are done again.
const SLICE = 32;

/** Does some tasks of a job, those that follow the ones that are done. */
export async function runTasks(lab: LabState, job: JobRow, identity: Identity): Promise<void> {
  const first = job.succeeded + job.failed;
  const keys = Array.from({ length: Math.min(SLICE, job.total - first) }, (_, i) =>
    taskKey(job.id, first + i),
  );
  const done = await Promise.all(
    keys.flatMap((key) => {
      const task = lab.s3Control.jobTasks.get(key);
      return task === undefined ? [] : [runTask(lab, { job, identity, task, key })];
    }),
  );
  await lab.store.transaction(() => {
    for (const { key, task } of done) lab.s3Control.jobTasks.put(key, task);
    const row = lab.s3Control.jobs.get([job.account, job.id]);
    if (row !== undefined) lab.s3Control.jobs.put([job.account, job.id], counted(row, done));
  });
}

interface Doing {
  readonly job: JobRow;
  readonly identity: Identity;
  readonly task: TaskRow;
  readonly key: ReturnType<typeof taskKey>;
}

interface Done {
  readonly key: ReturnType<typeof taskKey>;
  readonly task: TaskRow & { readonly outcome: TaskOutcome };
}

// S3 User Guide, Tracking job failures: of at least 1,000 tasks, more than half failed.
const MIN_JUDGED = 1000;

function counted(job: JobRow, done: readonly Done[]): JobRow {
  const failures = done.filter(({ task }) => task.outcome.status === "failed").length;
  const failed = job.failed + failures;
  const succeeded = job.succeeded + done.length - failures;
  const row = { ...job, succeeded, failed };
  if (row.status !== "Active") return row;
  const all = succeeded + failed;
  if (all >= MIN_JUDGED && failed * 2 > all) {
    const reason = "More than half of the job's tasks failed";
    return failing(row, { code: "TaskFailureThresholdExceeded", reason });
  }
  return all >= job.total ? { ...row, status: "Completing" } : row;
}

async function runTask(lab: LabState, { job, identity, task, key }: Doing): Promise<Done> {
  return { key, task: { ...task, outcome: await outcomeOf(lab, { job, identity, task }) } };
}

async function outcomeOf(
  lab: LabState,
  { job, identity, task }: Omit<Doing, "key">,
): Promise<TaskOutcome> {
  const key = decodeUrlEncodedKey(task.key);
  if (key === undefined || key === "") {
    const message = "The key of the manifest is not URL-encoded";
    return { status: "failed", httpStatus: 400, code: "InvalidRequest", message };
  }
  const answer = sendAs(lab, identity, taskMessage(lab, job.template, { ...task, key }));
  try {
    await answer.reply();
    return { status: "succeeded", httpStatus: 200, code: "", message: "Successful" };
  } catch (error) {
    if (error instanceof Refusal) return failedBy(error.detail, answer);
    throw error;
  }
}

/** As the AWS SDK for Java tells an error of S3, which is what reports show. */
function failedBy({ code, status, message }: RefusalDetail, { id, hostId }: S3Answer): TaskOutcome {
  const facts = [
    "Service: Amazon S3",
    `Status Code: ${status}`,
    `Error Code: ${code}`,
    `Request ID: ${id}`,
    `S3 Extended Request ID: ${hostId}`,
    "Proxy: null",
  ];
  return {
    status: "failed",
    httpStatus: status,
    code,
    message: `${message} (${facts.join("; ")})`,
  };
}
