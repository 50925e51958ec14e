import type { JobWords } from "../job-words.ts";

export const jobs: JobWords = {
  begun: ({ id, objects, command }) =>
    `job       ${id} copies ${objects} objects, also when this run ends; follow it with: ${command}`,
  active: (follow) =>
    [
      "warning: jobs of an earlier run between the same places are still at work; what they have not copied yet is copied once more by this run",
      "  to avoid that, stop this run, and start it again when they have ended; follow them with:",
      ...follow.map((command) => `  ${command}`),
    ].join("\n"),
  line: ({ created, id, status, done, total, failed, description }) =>
    `${created}  ${id}  ${status}  ${done} of ${total} done, ${failed} failed  ${description}`,
  none: "no sync has begun a job in this account and region in the last 90 days",
  engine: ({ engine, jobs, dollars, leastSeconds }) =>
    engine === "run"
      ? `engine    this run: about $${dollars}, no less than ${leastSeconds} s under one prefix`
      : `engine    --on s3-batch: about $${dollars} with ${jobs} ${jobs === 1 ? "job" : "jobs"}, no less than ${leastSeconds} s under one prefix`,
};
