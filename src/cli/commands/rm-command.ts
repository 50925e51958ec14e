import type { Command } from "../command.ts";
import { AWS_OPTIONS } from "./aws-options.ts";
import { CALLER_OPTIONS } from "./job-options.ts";
import { RUN_OPTIONS } from "./run-options.ts";
import { runJob } from "./run-job.ts";
import {
  BACKUP_OPTION,
  COMPAT_OPTION,
  FILTER_OPTIONS,
  PAGE_SIZE_OPTION,
} from "./transfer-options.ts";

export const command: Command = {
  operands: "S3URI",
  operandCount: { min: 1, max: 1 },
  options: {
    recursive: { kind: "flag", summary: "remove all that is under S3URI" },
    ...CALLER_OPTIONS,
    ...FILTER_OPTIONS,
    "backup-to": BACKUP_OPTION,
    "aws-compat": COMPAT_OPTION,
    "page-size": PAGE_SIZE_OPTION,
    dryrun: { kind: "flag", summary: "print what would be removed" },
    ...RUN_OPTIONS,
    ...AWS_OPTIONS,
  },
  examples: [
    { says: "one object", line: "sluice rm s3://my-bucket/draft.txt" },
    {
      says: "what a removal would take, before it does",
      line: "sluice rm s3://my-bucket/logs --recursive --exclude '*' --include '*.tmp' --dryrun",
    },
  ],
  run: (invocation) => runJob("rm", invocation),
};
