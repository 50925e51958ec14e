import { xmlReply } from "../../http/reply.ts";
import { readParameters } from "../../http/query-parameters.ts";
import { invalidArgument } from "../../refusal.ts";
import { s3Time } from "../../s3/s3-time.ts";
import { element, wrap } from "../../xml/write-xml.ts";
import { controlDocument } from "../control-document.ts";
import {
  type ControlCall,
  type ControlOperation,
  controlRefusal,
  requireControlAccess,
} from "../s3-control-call.ts";
import { createJob } from "./create-job.ts";
import { EXISTING_KEYS, existingContext, jobAccess, requireJob } from "./job-access.ts";
import { wrongStatus } from "./job-refusals.ts";
import { isOver, jobArn, type JobRow } from "./job-row.ts";
import { readPriority } from "./read-job-request.ts";

const describes = jobAccess("s3:DescribeJob");
const lists = { action: "s3:ListJobs", resourceTypes: [], conditionKeys: [] } as const;
const setsPriority = jobAccess("s3:UpdateJobPriority", [...EXISTING_KEYS, "s3:RequestJobPriority"]);
const setsStatus = jobAccess("s3:UpdateJobStatus", [...EXISTING_KEYS, "s3:JobSuspendedCause"]);

const describeJob: ControlOperation = {
  name: "DescribeJob",
  method: "GET",
  path: "jobs/{name}",
  access: [describes],
  writes: false,
  run(call) {
    const job = requireJob(call, describes);
    const { failure, suspendedMs } = job;
    const failures =
      failure &&
      wrap(
        "member",
        element("FailureCode", failure.code) + element("FailureReason", failure.reason),
      );
    return xmlReply(
      controlDocument(
        "DescribeJobResult",
        wrap(
          "Job",
          summaryOf(call, job) +
            element("JobArn", jobArn(job)) +
            element("ConfirmationRequired", job.needsConfirmation) +
            job.asked +
            element("RoleArn", job.roleArn) +
            element("StatusUpdateReason", job.statusReason) +
            (failures === undefined ? "" : wrap("FailureReasons", failures)) +
            element("SuspendedDate", suspendedMs === undefined ? undefined : s3Time(suspendedMs)) +
            element("SuspendedCause", suspendedMs === undefined ? undefined : SUSPENDED_CAUSE),
        ),
      ),
    );
  },
};

/** S3 User Guide, Condition keys for S3 Batch Operations: its only cause so far. */
const SUSPENDED_CAUSE = "AWAITING_CONFIRMATION";

// S3 API Reference, ListJobs: up to 1,000 in a page.
const MAX_PAGE = 1000;

const listJobs: ControlOperation = {
  name: "ListJobs",
  method: "GET",
  path: "jobs",
  parameters: ["jobStatuses", "maxResults", "nextToken"],
  access: [lists],
  writes: false,
  run(call) {
    requireControlAccess(call, lists);
    const { parameters } = call.request;
    const statuses = listedStatuses(call);
    const start = readStart(parameters.get("nextToken"));
    const limit = readLimit(parameters.get("maxResults"));
    const found = [...call.lab.s3Control.jobs.range({ within: [call.account] })]
      .map(({ value }) => value)
      .filter(({ region, status }) => {
        return region === call.region && (statuses.length === 0 || statuses.includes(status));
      })
      .sort((a, b) => b.createdMs - a.createdMs || (a.id < b.id ? -1 : 1));
    const end = start + limit;
    const next = end < found.length ? Buffer.from(String(end)).toString("base64url") : undefined;
    const items = found
      .slice(start, end)
      .map((job) =>
        wrap("member", summaryOf(call, job) + element("Operation", job.template.operation)),
      );
    return xmlReply(
      controlDocument("ListJobsResult", element("NextToken", next) + wrap("Jobs", items.join(""))),
    );
  },
};

const updateJobPriority: ControlOperation = {
  name: "UpdateJobPriority",
  method: "POST",
  path: "jobs/{name}/priority",
  parameters: ["priority"],
  access: [setsPriority],
  writes: true,
  run(call) {
    const priority = readPriority(call.request.parameters.get("priority"));
    const job = requireJob(call, setsPriority, (found) => ({
      ...existingContext(found),
      "s3:requestjobpriority": String(priority),
    }));
    if (isOver(job)) throw wrongStatus(`The job is ${job.status}`);
    call.lab.s3Control.jobs.put([job.account, job.id], { ...job, priority });
    return xmlReply(
      controlDocument(
        "UpdateJobPriorityResult",
        element("JobId", job.id) + element("Priority", priority),
      ),
    );
  },
};

const updateJobStatus: ControlOperation = {
  name: "UpdateJobStatus",
  method: "POST",
  path: "jobs/{name}/status",
  parameters: ["requestedJobStatus", "statusUpdateReason"],
  access: [setsStatus],
  writes: true,
  run(call) {
    const { parameters } = call.request;
    const job = requireJob(call, setsStatus, (found) => ({
      ...existingContext(found),
      ...(found.status === "Suspended" && { "s3:jobsuspendedcause": SUSPENDED_CAUSE }),
    }));
    const reason = parameters.get("statusUpdateReason");
    const changed: JobRow = {
      ...job,
      status: nextStatus(job, parameters.get("requestedJobStatus")),
      ...(reason !== undefined && { statusReason: reason }),
    };
    call.lab.s3Control.jobs.put([job.account, job.id], changed);
    return xmlReply(
      controlDocument(
        "UpdateJobStatusResult",
        element("JobId", job.id) +
          element("Status", changed.status) +
          element("StatusUpdateReason", reason),
      ),
    );
  },
};

/** A suspended job is confirmed, one that is not over is cancelled. */
function nextStatus(job: JobRow, requested: string | undefined): JobRow["status"] {
  if (requested === "Ready") {
    if (job.status === "Suspended") return "Ready";
    throw wrongStatus(`The job is ${job.status}; only one that is Suspended can become Ready`);
  }
  if (requested === "Cancelled") {
    if (!isOver(job)) return "Cancelling";
    throw wrongStatus(`The job is ${job.status}`);
  }
  throw controlRefusal("InvalidRequest", "RequestedJobStatus must be Ready or Cancelled");
}

function summaryOf({ lab }: ControlCall, job: JobRow): string {
  const { activeMs, endedMs } = job;
  const activeFor = activeMs === undefined ? 0 : (endedMs ?? lab.now()) - activeMs;
  return (
    element("JobId", job.id) +
    element("Description", job.description) +
    element("Priority", job.priority) +
    element("Status", job.status) +
    element("CreationTime", s3Time(job.createdMs)) +
    element("TerminationDate", endedMs === undefined ? undefined : s3Time(endedMs)) +
    wrap(
      "ProgressSummary",
      element("TotalNumberOfTasks", job.total) +
        element("NumberOfTasksSucceeded", job.succeeded) +
        element("NumberOfTasksFailed", job.failed) +
        wrap("Timers", element("ElapsedTimeInActiveSeconds", Math.floor(activeFor / 1000))),
    )
  );
}

/** The one parameter that comes more than once. */
function listedStatuses({ request }: ControlCall): readonly string[] {
  return request.wire.query
    .split("&")
    .flatMap((piece) => readParameters(piece).get("jobStatuses") ?? []);
}

function readStart(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, "base64url").toString();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw controlRefusal("InvalidNextTokenException", "The next token is not valid");
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return MAX_PAGE;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_PAGE) return limit;
  throw invalidArgument("maxResults must be from 1 to 1000", "maxResults", text);
}

/** Jobs, but for their tags. */
export const JOB_OPERATIONS: readonly ControlOperation[] = [
  createJob,
  describeJob,
  listJobs,
  updateJobPriority,
  updateJobStatus,
];
