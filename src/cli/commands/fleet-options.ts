import type { FleetPart } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, type OptionTable, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { packageVersion } from "../package-version.ts";
import { SECRET_OPTIONS } from "./secret-options.ts";

/** Where a fleet meets. */
export const REDIS_OPTION: OptionTable = {
  redis: {
    kind: "value",
    value: "URL",
    summary: {
      en: "with --on fleet: the Redis or Valkey where it meets, redis://host:6379; or $SLUICE_REDIS",
      ja: "--on fleet のとき、フリートが使う Redis か Valkey (redis://host:6379)。環境変数 SLUICE_REDIS でも指定できる",
    },
  },
};

/** Options of a sync about who does it. */
export const FLEET_OPTIONS: OptionTable = {
  on: {
    kind: "value",
    oneOf: ["s3-batch", "fleet"],
    summary: {
      en: "have S3 Batch Operations copy from bucket to bucket (what is larger than 5 GB is copied as ever), or workers on other machines do all of it",
      ja: "バケット間のコピーを S3 Batch Operations に任せる (5 GB を超えるものは通常どおりコピーする)、または同期全体をほかのマシンのワーカーに任せる",
    },
  },
  ...REDIS_OPTION,
  "failed-ranges": {
    kind: "flag",
    summary: {
      en: "with --on fleet: do only the ranges of keys that failed in the last run of this command",
      ja: "--on fleet のとき、このコマンドの前回の実行で失敗したキーの範囲だけを実行する",
    },
  },
};

/** Reads those options; undefined where no fleet is asked for. */
export function fleetOf({
  args,
  terminal,
}: Pick<Invocation, "args" | "terminal">): FleetPart | undefined {
  if (valueOf(args, "on") !== "fleet") {
    refuseAlone(args);
    return undefined;
  }
  const other = ["plan", "source-inventory", "journal"].find((name) => hasFlag(args, name));
  if (other !== undefined && !hasFlag(args, "dryrun")) {
    throw new UsageError({
      en: `cannot use \`--${other}\` with \`--on fleet\`: its workers list both sides themselves, and Redis keeps what is done; leave one of them out`,
      ja: `\`--${other}\` と \`--on fleet\` は一緒に使えません。ワーカーが両側の一覧を取得し、進み具合は Redis が保持します。どちらかを外してください`,
    });
  }
  return {
    redis: redisOf({ args, terminal }),
    onlyFailed: hasFlag(args, "failed-ranges"),
    version: packageVersion(),
    typed: { cwd: terminal.cwd, positionals: args.positionals, given: keptOf(args) },
  };
}

/** The URL of the Redis of a fleet; in the environment, others do not see the password in it. */
export function redisOf({ args, terminal }: Pick<Invocation, "args" | "terminal">): string {
  const url = valueOf(args, "redis") ?? terminal.env["SLUICE_REDIS"];
  if (url !== undefined && url !== "") return url;
  throw new UsageError({
    en: "cannot find the fleet: say where it meets with `--redis redis://host:6379`, or set `SLUICE_REDIS`",
    ja: "フリートが見つかりません。`--redis redis://host:6379` か環境変数 `SLUICE_REDIS` で Redis を指定してください",
  });
}

/** What whoever goes on with a run is told of its command: where Redis is they know, and secrets are never kept. */
function keptOf({ given }: Arguments): Arguments["given"] {
  return given.filter(({ name }) => name !== "redis" && !SECRET_OPTIONS.has(name));
}

function refuseAlone(args: Arguments): void {
  const alone = ["redis", "failed-ranges"].find((name) => hasFlag(args, name));
  if (alone === undefined) return;
  throw new UsageError({
    en: `cannot use \`--${alone}\` alone: it is for \`--on fleet\``,
    ja: `\`--${alone}\` は単独では使えません。\`--on fleet\` と一緒に指定してください`,
  });
}
