import { forgetFleetRun, listFleetRuns } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { hasFlag, type OptionTable } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import { REDIS_OPTION, redisOf } from "./fleet-options.ts";

/** Options of `jobs` about runs of fleets. */
export const RUNS_OPTIONS: OptionTable = {
  on: {
    kind: "value",
    oneOf: ["s3-batch", "fleet"],
    summary: {
      en: "whose: jobs of S3 Batch Operations (when left out), or unfinished runs of a fleet",
      ja: "S3 Batch Operations のジョブ (省略時)、またはフリートの終わっていない実行",
    },
  },
  ...REDIS_OPTION,
  forget: {
    kind: "flag",
    summary: {
      en: "with --on fleet and the ID of a run: forget it, so that nobody can go on with it; what it has copied stays",
      ja: "--on fleet と実行の ID を指定し、その実行を破棄する。続きは実行できなくなるが、コピー済みのものは残る",
    },
  },
};

type FleetRun = Awaited<ReturnType<typeof listFleetRuns>>[number];

/** Lists the unfinished runs of a fleet, or forgets one. */
export async function fleetRuns(invocation: Invocation): Promise<number> {
  const { args, terminal, words } = invocation;
  const redis = redisOf(invocation);
  const [id] = args.positionals;
  if (hasFlag(args, "forget")) {
    if (id === undefined) throw namesNone();
    const run = await forgetFleetRun(redis, id);
    if (run === undefined) throw notThere(id);
    terminal.err(`${words.fleet.forgotten(said(run))}\n`);
    return ExitCode.done;
  }
  const runs = await listFleetRuns(redis);
  const wanted = runs.filter((run) => id === undefined || run.id === id);
  for (const run of wanted) terminal.out(lineOf(run, invocation));
  if (wanted.length === 0 && !hasFlag(args, "json")) terminal.err(`${words.fleet.unknown(id)}\n`);
  return ExitCode.done;
}

function lineOf(run: FleetRun, { args, words }: Invocation): string {
  const { id, phase, counts, command } = run;
  return hasFlag(args, "json")
    ? jsonLine("fleetRun", { id, phase, counts, places: command.positionals })
    : `${words.fleet.runLine(said(run))}\n`;
}

function said({ id, counts, held, command: { positionals } }: FleetRun): {
  run: string;
  places: string;
  transferred: number;
  failed: number;
  held: number;
} {
  const { transferred, failed } = counts;
  return { run: id, places: positionals.join(" "), transferred, failed, held };
}

function notThere(id: string): UsageError {
  return new UsageError({
    en: `cannot forget run \`${id}\`: Redis knows no unfinished run of this name; \`sluice jobs --on fleet\` lists those that it knows`,
    ja: `実行 \`${id}\` を破棄できません。その名前の終わっていない実行は Redis にありません。\`sluice jobs --on fleet\` で一覧を確認してください`,
  });
}

function namesNone(): UsageError {
  return new UsageError({
    en: "cannot use `--forget` alone: say which run, by the ID that `sluice jobs --on fleet` shows",
    ja: "`--forget` は単独では使えません。`sluice jobs --on fleet` で表示される ID で実行を指定してください",
  });
}
