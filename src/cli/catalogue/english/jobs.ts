import type { JobWords } from "../job-words.ts";

export const jobs: JobWords = {
  begun: ({ id, objects, command }) =>
    `job       ${id} copies ${objects} objects, also when this run ends; follow it with: ${command}`,
  line: ({ created, id, status, done, total, failed, description }) =>
    `${created}  ${id}  ${status}  ${done} of ${total} done, ${failed} failed  ${description}`,
  none: "no sync has begun a job in this account and region in the last 90 days",
};
