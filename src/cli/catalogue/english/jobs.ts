import type { JobWords } from "../job-words.ts";

export const jobs: JobWords = {
  begun: ({ id, objects, command }) =>
    `job       ${id} copies ${objects} objects, also when this run ends; follow it with: ${command}`,
  line: ({ created, id, status, done, total, failed, description }) =>
    `${created}  ${id}  ${status}  ${done} of ${total} done, ${failed} failed  ${description}`,
  none: "no sync has begun a job in this account and region in the last 90 days",
  engine: ({ engine, jobs, dollars, leastSeconds }) =>
    engine === "run"
      ? `engine    this run: about $${dollars}, no less than ${leastSeconds} s under one prefix`
      : `engine    --on s3-batch: about $${dollars} with ${jobs} jobs, no less than ${leastSeconds} s under one prefix`,
};
