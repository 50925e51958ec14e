import type { OptionTable } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { AWS_OPTIONS } from "./aws-options.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { RUN_OPTIONS } from "./run-options.ts";
import { runJob } from "./run-job.ts";
import { BACKUP_OPTION, COPY_OPTIONS } from "./transfer-options.ts";

/** What `cp` and `mv` have in common. */
export function copyCommand(
  name: "cp" | "mv",
  { options, examples }: { readonly options: OptionTable; readonly examples: Command["examples"] },
): Command {
  return {
    operands: "SOURCE DESTINATION",
    operandCount: { min: 2, max: 2 },
    options: {
      recursive: {
        kind: "flag",
        summary: { en: "take all that is under SOURCE", ja: "SOURCE 以下のすべてを対象にする" },
      },
      ...IDENTITY_OPTIONS,
      ...COPY_OPTIONS,
      "backup-to": BACKUP_OPTION,
      ...options,
      dryrun: {
        kind: "flag",
        summary: { en: "print what would be done", ja: "実行せずに、行うことを表示する" },
      },
      ...RUN_OPTIONS,
      ...AWS_OPTIONS,
    },
    examples,
    run: (invocation) => runJob(name, invocation),
  };
}
