import {
  explainFailures,
  followJob,
  type JobNews,
  type JobsRequest,
  listJobs,
  reportLine,
} from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderDiagnosis } from "../render/render-diagnosis.ts";
import { FailureLog } from "./failure-log.ts";
import { fleetRuns, RUNS_OPTIONS } from "./fleet-runs.ts";
import { CALLER_OPTIONS, identityFlags } from "./job-options.ts";

const { profile, region, "endpoint-url": endpointUrl } = CALLER_OPTIONS;

export const command: Command = {
  operands: "[ID]",
  operandCount: { min: 0, max: 1 },
  options: {
    ...(profile && { profile }),
    ...(region && { region }),
    ...(endpointUrl && { "endpoint-url": endpointUrl }),
    ...RUNS_OPTIONS,
    json: {
      kind: "flag",
      summary: {
        en: "print jobs, and what failed, as JSON Lines",
        ja: "ジョブと失敗したものを JSON Lines で出力する",
      },
    },
  },
  examples: [
    {
      says: { en: "the jobs that syncs have begun", ja: "sync が始めたジョブを一覧にする" },
      line: "sluice jobs --region eu-west-1",
    },
    {
      says: {
        en: "follow one to its end, and say what failed",
        ja: "1 つを終わりまで追い、失敗したものを示す",
      },
      line: "sluice jobs 0f3c2d1e-5b6a-4c7d-8e9f-0a1b2c3d4e5f --region eu-west-1",
    },
    {
      says: {
        en: "forget a run of a fleet that was stopped, with what is in SLUICE_REDIS",
        ja: "停止したフリートの実行を破棄する (Redis は SLUICE_REDIS で指定)",
      },
      line: "sluice jobs 7f3a09c1 --on fleet --forget",
    },
  ],
  run: async (invocation) => {
    const { args, terminal } = invocation;
    if (valueOf(args, "on") === "fleet") return fleetRuns(invocation);
    refuseFleetOptions(args);
    const request = { identities: identityFlags(args), signal: terminal.interrupted };
    const [id] = args.positionals;
    return id === undefined ? printJobs(invocation, request) : follow(id, invocation, request);
  },
};

function refuseFleetOptions(args: Arguments): void {
  const alone = ["redis", "forget"].find((name) => hasFlag(args, name));
  if (alone === undefined) return;
  throw new UsageError({
    en: `cannot use \`--${alone}\` alone: it is for \`--on fleet\``,
    ja: `\`--${alone}\` は単独では使えません。\`--on fleet\` と一緒に指定してください`,
  });
}

type Job = Extract<JobNews, { readonly kind: "job" }>["job"];

async function printJobs(invocation: Invocation, request: JobsRequest): Promise<number> {
  const { terminal, words, args } = invocation;
  let count = 0;
  for await (const job of listJobs(request)) {
    count++;
    terminal.out(lineOf(job, invocation));
  }
  if (count === 0 && !hasFlag(args, "json")) terminal.err(`${words.jobs.none}\n`);
  return ExitCode.done;
}

async function follow(id: string, invocation: Invocation, request: JobsRequest): Promise<number> {
  const { args, terminal, words } = invocation;
  const failures = new FailureLog(undefined);
  let [told, exitCode]: [string, number] = ["", ExitCode.failed];
  for await (const news of followJob(id, request)) {
    if (news.kind === "job") {
      const line = lineOf(news.job, invocation);
      if (line !== told) terminal.out(line);
      told = line;
      exitCode = exitCodeOf(news.job);
      for (const { code, reason } of news.job.failures)
        tellFailure(`${code}: ${reason}`, invocation);
    } else {
      failures.keep(news.failure);
      tellFailed(news.failure, invocation);
    }
  }
  if (!hasFlag(args, "json")) {
    for (const diagnosis of explainFailures(failures.kinds)) {
      terminal.err(`\n${renderDiagnosis(diagnosis, words, { width: terminal.columns })}`);
    }
  }
  return exitCode;
}

function exitCodeOf({ status, failed }: Job): number {
  return status === "Complete" && failed === 0 ? ExitCode.done : ExitCode.failed;
}

function lineOf(job: Omit<Job, "failures">, { args, words }: Invocation): string {
  const { id, status, description, createdMs, total, succeeded, failed } = job;
  const created = new Date(createdMs).toISOString();
  const fields = { id, status, description, created, total, failed };
  return hasFlag(args, "json")
    ? jsonLine("job", { ...fields, succeeded })
    : `${words.jobs.line({ ...fields, done: succeeded + failed })}\n`;
}

/** Why the job as a whole failed; as JSON it is told of each object. */
function tellFailure(reason: string, { args, terminal }: Invocation): void {
  if (!hasFlag(args, "json")) terminal.err(`${reason}\n`);
}

/** As a run tells it. */
function tellFailed(
  failure: Extract<JobNews, { readonly kind: "failed" }>["failure"],
  { args, terminal, words }: Invocation,
): void {
  const { name, message } = failure.error;
  if (hasFlag(args, "json")) {
    terminal.out(jsonLine("failed", { ...failure, error: { name, message } }));
    return;
  }
  const line = reportLine(failure, terminal.cwd, words.language);
  if (line !== undefined) terminal.err(`${line.text}\n`);
}
