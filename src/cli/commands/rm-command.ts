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
    recursive: {
      kind: "flag",
      summary: { en: "remove all that is under S3URI", ja: "S3URI 以下をすべて削除する" },
    },
    ...CALLER_OPTIONS,
    ...FILTER_OPTIONS,
    "backup-to": BACKUP_OPTION,
    "aws-compat": COMPAT_OPTION,
    "page-size": PAGE_SIZE_OPTION,
    dryrun: {
      kind: "flag",
      summary: { en: "print what would be removed", ja: "実行せずに、削除するものを表示する" },
    },
    ...RUN_OPTIONS,
    ...AWS_OPTIONS,
  },
  examples: [
    {
      says: { en: "one object", ja: "オブジェクトを 1 つ削除する" },
      line: "sluice rm s3://my-bucket/draft.txt",
    },
    {
      says: {
        en: "what a removal would take, before it does",
        ja: "実際に削除する前に、対象を確かめる",
      },
      line: "sluice rm s3://my-bucket/logs --recursive --exclude '*' --include '*.tmp' --dryrun",
    },
  ],
  run: (invocation) => runJob("rm", invocation),
};
