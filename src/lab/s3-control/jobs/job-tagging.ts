import { xmlReply } from "../../http/reply.ts";
import { expectElement, readXml } from "../../xml/read-xml.ts";
import { element, wrap } from "../../xml/write-xml.ts";
import { requestTags } from "../../tags.ts";
import { controlDocument } from "../control-document.ts";
import { type ControlOperation, controlRefusal } from "../s3-control-call.ts";
import {
  EXISTING_KEYS,
  existingContext,
  jobAccess,
  REQUEST_TAG_KEYS,
  requireJob,
} from "./job-access.ts";
import { readTags } from "./read-job-elements.ts";

const PATH = "jobs/{name}/tagging";
const reads = jobAccess("s3:GetJobTagging");
const writes = jobAccess("s3:PutJobTagging", [...EXISTING_KEYS, ...REQUEST_TAG_KEYS]);
const deletes = jobAccess("s3:DeleteJobTagging", EXISTING_KEYS);

// S3 User Guide, Controlling access and labeling jobs using tags.
const MAX_TAGS = 50;

const getJobTagging: ControlOperation = {
  name: "GetJobTagging",
  method: "GET",
  path: PATH,
  access: [reads],
  writes: false,
  run(call) {
    const { tags = [] } = requireJob(call, reads);
    const items = tags.map(([key, value]) =>
      wrap("member", element("Key", key) + element("Value", value)),
    );
    return xmlReply(controlDocument("GetJobTaggingResult", wrap("Tags", items.join(""))));
  },
};

const putJobTagging: ControlOperation = {
  name: "PutJobTagging",
  method: "PUT",
  path: PATH,
  access: [writes],
  writes: true,
  run(call) {
    const root = expectElement(readXml(call.text), "PutJobTaggingRequest", ["Tags"]);
    const tags = readTags(root.children[0]);
    const job = requireJob(call, writes, (found) => ({
      ...existingContext(found),
      ...requestTags(tags),
    }));
    if (tags.length > MAX_TAGS) {
      throw controlRefusal("TooManyTagsException", `A job has ${MAX_TAGS} tags at most`);
    }
    call.lab.s3Control.jobs.put([job.account, job.id], { ...job, tags });
    return xmlReply(controlDocument("PutJobTaggingResult", ""));
  },
};

const deleteJobTagging: ControlOperation = {
  name: "DeleteJobTagging",
  method: "DELETE",
  path: PATH,
  access: [deletes],
  writes: true,
  run(call) {
    const { tags, ...job } = requireJob(call, deletes, existingContext);
    if (tags !== undefined) call.lab.s3Control.jobs.put([job.account, job.id], job);
    return xmlReply(controlDocument("DeleteJobTaggingResult", ""));
  },
};

/** Tags of jobs. */
export const JOB_TAGGING_OPERATIONS: readonly ControlOperation[] = [
  getJobTagging,
  putJobTagging,
  deleteJobTagging,
];
