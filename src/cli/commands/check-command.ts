import {
  checkJob,
  type CheckResult,
  checkWorld,
  type Job,
  probeJob,
  readWorldFile,
  type SettledJob,
  settleIdentities,
  settleInWorld,
  type World,
} from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { grantLine } from "../render/command-line.ts";
import { jsonOfCheck } from "../render/json-of-check.ts";
import { renderCheck } from "../render/render-check.ts";
import { answerFor } from "./answer-request.ts";
import { askOthers } from "./ask-others.ts";
import { BATCH_OPTIONS } from "./batch-options.ts";
import { IDENTITY_OPTIONS } from "./job-options.ts";
import { FOR_OPTIONS, INVENTORY_OPTIONS, readJobOf } from "./read-job-of.ts";
import { toldWay } from "./run-ends.ts";
import { settledRun } from "./settled-run.ts";
import { TRANSFER_OPTIONS } from "./transfer-options.ts";
import { verdictExitCode } from "./verdict-exit-code.ts";

export const command: Command = {
  operands: "SOURCE DESTINATION",
  operandCount: { min: 0, max: 2 },
  options: {
    ...FOR_OPTIONS,
    ...IDENTITY_OPTIONS,
    ...TRANSFER_OPTIONS,
    ...INVENTORY_OPTIONS,
    ...BATCH_OPTIONS,
    world: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "check against a world file instead of AWS; --profile names one of its profiles",
        ja: "AWS の代わりにワールドファイルで確認する。--profile はその中のプロファイル",
      },
    },
    probe: {
      kind: "flag",
      summary: {
        en: "also try each kind of request with AWS, moving no data and leaving nothing behind",
        ja: "リクエストの種類ごとに AWS でも試す。データは移さず、何も残さない",
      },
    },
    request: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "also write what could not be found out to a file that others can answer",
        ja: "分からなかったことを、ほかの人が回答できるファイルにも書き出す",
      },
    },
    explain: {
      kind: "flag",
      summary: {
        en: "show every statement and condition that an answer rests on",
        ja: "答えの根拠となるステートメントと条件をすべて表示する",
      },
    },
    json: { kind: "flag", summary: { en: "print JSON Lines", ja: "JSON Lines で出力する" } },
  },
  examples: [
    {
      says: {
        en: "may I copy from my bucket to the other account's?",
        ja: "自分のバケットから相手アカウントのバケットへコピーできるか",
      },
      line: "sluice check s3://dev-a/logs s3://dev-b/logs --profile dev-a",
    },
    {
      says: {
        en: "the same, held against AWS by requests that have no effect",
        ja: "同じ確認を、影響のないリクエストで AWS とも照合する",
      },
      line: "sluice check s3://dev-a/logs s3://dev-b/logs --profile dev-a --probe",
    },
    {
      says: {
        en: "the same, reading the other side's policies as well",
        ja: "同じ確認を、相手側のポリシーも読んで行う",
      },
      line: "sluice check s3://dev-a s3://dev-b --profile dev-a --owner-profile dev-b",
    },
    {
      says: {
        en: "ask the other account's people, who have profiles of their own",
        ja: "相手アカウントの人に、その人のプロファイルで回答してもらう",
      },
      line: "sluice check s3://dev-a s3://dev-b --profile dev-a --request ask.json",
    },
    {
      says: {
        en: "answer such a file, as one of them",
        ja: "相手側として、そのファイルに回答する",
      },
      line: "sluice check --answer ask.json --profile dev-b",
    },
    {
      says: {
        en: "check again with the answers, when the file is back",
        ja: "ファイルが戻ったら、回答を使ってもう一度確認する",
      },
      line: "sluice check s3://dev-a s3://dev-b --profile dev-a --answer ask.json",
    },
  ],
  run: async (invocation) => {
    const { args, terminal, words } = invocation;
    const isAnswer = args.positionals.length === 0 && valueOf(args, "answer") !== undefined;
    if (isAnswer) return answerFor(invocation);
    // What is wrong with the command itself comes before what is wrong with a file that it names.
    await readJobOf(invocation);
    const world = await worldOf(args);
    const how = { checks: true, probes: hasFlag(args, "probe"), signal: terminal.interrupted };
    const { job, way, open } = await settledRun(invocation, undefined, (run) =>
      world === undefined ? settleIdentities(run, how) : settleInWorld(run, world),
    );
    const result =
      world === undefined ? await runCheck(job, open, invocation) : await checkWorld(job, world);
    if (way !== undefined) terminal.out(toldWay(way, invocation));
    terminal.out(
      hasFlag(args, "json")
        ? jsonOfCheck(result, { explains: hasFlag(args, "explain") })
        : renderCheck(result, words, {
            grantLine: (extra) => grantLine(args, extra),
            width: terminal.columns,
            showsTree: hasFlag(args, "explain"),
          }),
    );
    await askOthers(result, invocation);
    return verdictExitCode(result.verdict);
  },
};

async function worldOf(args: Arguments): Promise<World | undefined> {
  const worldFile = valueOf(args, "world");
  if (worldFile === undefined) return undefined;
  if (hasFlag(args, "probe")) {
    throw new UsageError({
      en: `cannot probe the world file \`${worldFile}\`: \`--probe\` sends requests to AWS; leave one of them out`,
      ja: `ワールドファイル \`${worldFile}\` では試行できません。\`--probe\` は AWS にリクエストを送ります。どちらかを外してください`,
    });
  }
  if (valueOf(args, "request") !== undefined) {
    throw new UsageError({
      en: `cannot ask others about the world file \`${worldFile}\`: it holds all that there is; leave \`--request\` out`,
      ja: `ワールドファイル \`${worldFile}\` について問い合わせることはできません。必要な事実はすべてファイルにあります。\`--request\` を外してください`,
    });
  }
  return readWorldFile(worldFile);
}

async function runCheck(
  job: Job,
  open: SettledJob["open"],
  { args, terminal }: Invocation,
): Promise<CheckResult> {
  const clients = await open(job);
  try {
    const check = await checkJob(job, clients, { signal: terminal.interrupted });
    return hasFlag(args, "probe")
      ? await probeJob({ job, check }, clients, terminal.interrupted)
      : check;
  } finally {
    await clients.close();
  }
}
