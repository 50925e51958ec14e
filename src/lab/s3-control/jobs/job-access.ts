import type { StatedAccess } from "../../json/json-call.ts";
import type { Pairs } from "../../state/stored-object.ts";
import { findRow } from "../../json/find-row.ts";
import {
  type ControlCall,
  type ControlResource,
  requireControlAccess,
} from "../s3-control-call.ts";
import { noSuchJob } from "./job-refusals.ts";
import { jobArn, type JobRow } from "./job-row.ts";

type Keys = NonNullable<ControlResource["context"]>;

/** What an operation on a job takes. */
export function jobAccess(action: string, conditionKeys: readonly string[] = []): StatedAccess {
  return { action, resourceTypes: ["job"], conditionKeys };
}

/** The keys of operations that change a job (Service Authorization Reference, Amazon S3). */
export const EXISTING_KEYS: readonly string[] = [
  "s3:ExistingJobOperation",
  "s3:ExistingJobPriority",
];

/** Their values, names in lower case. */
export function existingContext({ template, priority }: JobRow): Keys {
  return {
    "s3:existingjoboperation": template.operation,
    "s3:existingjobpriority": String(priority),
  };
}

/** The job that a call names; whether there is one, only those hear who may. */
export function requireJob(
  call: ControlCall,
  stated: StatedAccess,
  contextOf: (job: JobRow) => Keys = () => ({}),
): JobRow {
  const { account, region, name: id } = call;
  const found = findRow(call.lab.s3Control.jobs, account, id);
  // Jobs are found only in their own region (S3 User Guide, Troubleshooting S3 Batch Operations).
  const job = found?.region === region ? found : undefined;
  requireControlAccess(call, stated, {
    arn: jobArn({ account, region, id }),
    context: job === undefined ? {} : contextOf(job),
    ofResource: resourceTags(job?.tags ?? []),
  });
  if (job === undefined) throw noSuchJob();
  return job;
}

/** The condition keys of a request that carries tags. */
export const REQUEST_TAG_KEYS: readonly string[] = ["aws:RequestTag/${TagKey}", "aws:TagKeys"];

function resourceTags(tags: Pairs): Keys {
  return Object.fromEntries(
    tags.map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, value]),
  );
}
