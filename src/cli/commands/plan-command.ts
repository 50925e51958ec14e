import type { OptionTable } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { RESUME_OPTIONS } from "./resume-options.ts";
import { command as sync } from "./sync-command.ts";

/** A dry run of `sync`, under its own name. */
export const command: Command = {
  operands: "SOURCE DESTINATION",
  operandCount: { min: 2, max: 2 },
  options: {
    ...withoutRun(sync.options),
    plan: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "save the plan; `sluice sync` with the same options does exactly that",
        ja: "計画を保存する。`sluice sync` を同じオプションで実行すると、ちょうどその計画を行う",
      },
    },
    "compare-engines": {
      kind: "flag",
      summary: {
        en: "say what copies cost when the run makes them, and with --on s3-batch",
        ja: "自分でコピーする場合と --on s3-batch の場合の費用を表示する",
      },
    },
  },
  examples: [
    {
      says: {
        en: "what would be copied, with how many requests, and whether that is allowed",
        ja: "何をコピーし、リクエストは何回か、許可されるかを表示する",
      },
      line: "sluice plan s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b",
    },
    {
      says: {
        en: "what it costs to copy here, and with jobs of S3 Batch Operations",
        ja: "自分でコピーする場合と S3 Batch Operations のジョブの場合の費用を比べる",
      },
      line: "sluice plan s3://dev-a s3://dev-b --profile dev-a --compare-engines",
    },
    {
      says: {
        en: "save the plan; `sluice sync` with the same options carries it out",
        ja: "計画を保存する。同じオプションの `sluice sync` がそれを実行する",
      },
      line: "sluice plan ./site s3://my-bucket/site --plan site.plan",
    },
  ],
  run: (typed) => {
    const given = [...typed.args.given, { name: "dryrun", value: undefined }];
    return sync.run({ ...typed, args: { ...typed.args, given } });
  },
};

/** What goes on with a run, or says that it is none, has no place in a plan. */
function withoutRun(options: OptionTable): OptionTable {
  const left = new Set(["dryrun", ...Object.keys(RESUME_OPTIONS)]);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !left.has(name)));
}
