import { createHash } from "node:crypto";
import { xmlReply } from "../../http/reply.ts";
import { makeUuid } from "../../identity-center/make-uuid.ts";
import { findRow } from "../../json/find-row.ts";
import type { StatedAccess } from "../../json/json-call.ts";
import { denialOf } from "../../json/require-access.ts";
import { accessDenied } from "../../authorize.ts";
import { findOperation } from "../../s3/find-operation.ts";
import { requestOf } from "../../s3/send-as.ts";
import { element } from "../../xml/write-xml.ts";
import { requestTags } from "../../tags.ts";
import { controlDocument } from "../control-document.ts";
import {
  type ControlCall,
  type ControlOperation,
  controlRefusal,
  requireControlAccess,
} from "../s3-control-call.ts";
import { REQUEST_TAG_KEYS } from "./job-access.ts";
import { BATCH_OPERATIONS } from "./job-identity.ts";
import { jobArn } from "./job-row.ts";
import { type JobRequest, readJobRequest } from "./read-job-request.ts";
import { taskMessage } from "./task-message.ts";

const creates: StatedAccess = {
  action: "s3:CreateJob",
  resourceTypes: [],
  conditionKeys: ["s3:RequestJobOperation", "s3:RequestJobPriority", ...REQUEST_TAG_KEYS],
};
const tags: StatedAccess = {
  action: "s3:PutJobTagging",
  resourceTypes: ["job"],
  conditionKeys: REQUEST_TAG_KEYS,
};
const passes: StatedAccess = {
  action: "iam:PassRole",
  resourceTypes: ["role"],
  conditionKeys: ["iam:PassedToService"],
};

export const createJob: ControlOperation = {
  name: "CreateJob",
  method: "POST",
  path: "jobs",
  access: [creates, tags, passes],
  writes: true,
  run(call) {
    const request = readJobRequest(call.text);
    requireAccess(call, request);
    requireSupported(call, request);
    const digest = createHash("sha256").update(call.text).digest("hex");
    const id = findAgain(call, request.token, digest) ?? putJob(call, request, digest);
    return xmlReply(controlDocument("CreateJobResult", element("JobId", id)));
  },
};

/** S3 User Guide, Granting permissions for Batch Operations; Controlling access using tags. */
function requireAccess(call: ControlCall, request: JobRequest): void {
  const { account, region } = call;
  const tagged = requestTags(request.tags);
  requireControlAccess(call, creates, {
    context: {
      "s3:requestjoboperation": request.template.operation,
      "s3:requestjobpriority": String(request.priority),
      ...tagged,
    },
  });
  if (request.tags.length > 0) {
    requireControlAccess(call, tags, {
      arn: jobArn({ account, region, id: "*" }),
      context: tagged,
    });
  }
  const denial = denialOf(call, passes, {
    resource: request.roleArn,
    resourceAccount: request.roleArn.split(":")[4] ?? "",
    resourcePolicies: [],
    context: { "iam:passedtoservice": BATCH_OPERATIONS },
  });
  if (denial !== undefined) throw accessDenied(denial);
}

/** What the lab's S3 could not be asked for any object is refused here, and not object by object. */
function requireSupported({ lab }: ControlCall, { template }: JobRequest): void {
  const example = taskMessage(lab, template, { bucket: "bucket", key: "key" });
  const target = { place: "object", bucket: "bucket", key: "key" } as const;
  findOperation(requestOf(lab, example), target);
}

/** The same request again is answered as before (S3 API Reference, CreateJob, ClientRequestToken). */
function findAgain(
  { lab, account }: ControlCall,
  token: string,
  digest: string,
): string | undefined {
  const known = findRow(lab.s3Control.jobTokens, account, token);
  if (known === undefined || known.digest === digest) return known?.id;
  throw controlRefusal(
    "IdempotencyException",
    "The same ClientRequestToken was used for a job with other parameters",
  );
}

function putJob(
  { lab, account, region }: ControlCall,
  { token, ...request }: JobRequest,
  digest: string,
): string {
  const id = makeUuid(lab.random);
  lab.s3Control.jobTokens.put([account, token], { id, digest });
  lab.s3Control.jobs.put([account, id], {
    ...request,
    id,
    account,
    region,
    status: "New",
    createdMs: lab.now(),
    total: 0,
    succeeded: 0,
    failed: 0,
  });
  return id;
}
