import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  decodeDiagnoses,
  type Diagnosis,
  explainText,
  isLookalike,
  readTextFile,
} from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Command, Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderDiagnosis } from "../render/render-diagnosis.ts";
import { withoutExplanations } from "../render/without-explanations.ts";
import { explainRequest, isRequestId } from "./explain-request.ts";

export const command: Command = {
  operands: "[FILE…|REQUEST-ID]",
  operandCount: { min: 0, max: 100 },
  options: {
    log: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "the decision log that has the request (default: ask the lab that runs)",
        ja: "リクエストが載っている判定ログ (デフォルト: 動作中のラボに尋ねる)",
      },
    },
    endpoint: {
      kind: "value",
      value: "URL",
      summary: {
        en: "where that lab is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4599)",
        ja: "そのラボの URL (デフォルト: AWS_ENDPOINT_URL、なければ http://127.0.0.1:4599)",
      },
    },
    profile: {
      kind: "value",
      value: "PROFILE",
      summary: {
        en: "AWS profile as which STS decodes encoded messages (default: the environment's keys or default profile, if any)",
        ja: "エンコードされたメッセージを STS で復号するための AWS プロファイル (デフォルト: 環境のキーか default プロファイルがあればそれ)",
      },
    },
    region: { kind: "value", value: "REGION", summary: { en: "AWS region", ja: "AWS リージョン" } },
    json: { kind: "flag", summary: { en: "print JSON Lines", ja: "JSON Lines で出力する" } },
  },
  examples: [
    {
      says: { en: "of what just failed", ja: "たった今失敗したもの" },
      line: "aws s3 sync s3://dev-a s3://dev-b 2>&1 | sluice explain",
    },
    { says: { en: "of a log", ja: "ログを説明する" }, line: "sluice explain sync.log" },
    {
      says: { en: "of events of CloudTrail", ja: "CloudTrail のイベントを説明する" },
      line: "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=s3.amazonaws.com | sluice explain",
    },
    {
      says: {
        en: "of a message that EC2 encoded, for who may sts:DecodeAuthorizationMessage",
        ja: "EC2 がエンコードしたメッセージを説明する (sts:DecodeAuthorizationMessage の権限が必要)",
      },
      line: "terraform apply 2>&1 | sluice explain --profile admin",
    },
    {
      says: { en: "of S3's server access logs", ja: "S3 のサーバーアクセスログを説明する" },
      line: "cat logs/* | sluice explain",
    },
    {
      says: {
        en: "of one request to the lab, by the `x-amz-request-id` of its answer",
        ja: "ラボへのリクエストを、応答の `x-amz-request-id` で指定して説明する",
      },
      line: "sluice explain 8F3ZC1QJ0K5T7V2M",
    },
  ],
  run: async (invocation) => {
    const { args, terminal, words } = invocation;
    const [word = ""] = args.positionals;
    const isOne = args.positionals.length === 1 && isRequestId(word);
    if (isOne && !existsSync(resolve(terminal.cwd, word))) return explainRequest(word, invocation);
    refuseLogWithoutRequest(invocation);
    const pasted = await readText(invocation);
    const profile = valueOf(args, "profile");
    const region = valueOf(args, "region");
    const decoded = await decodeDiagnoses(explainText(withoutExplanations(pasted)), {
      ...(profile !== undefined && { profile }),
      ...(region !== undefined && { region }),
    });
    const diagnoses = decoded.map(({ diagnosis }) => diagnosis);
    if (hasFlag(args, "json")) {
      for (const diagnosis of diagnoses) {
        const { denial, code, actor, causes, hides, avoid } = diagnosis;
        terminal.out(
          jsonLine("diagnosis", {
            code,
            lookalike: isLookalike(code),
            actor,
            causes,
            hides,
            avoid,
            denial,
          }),
        );
      }
    } else if (diagnoses.length === 0) {
      terminal.out(`${words.explain.nothingFound(pasted.trim().split("\n").length)}\n`);
    } else {
      const { columns: width } = terminal;
      const told = decoded.map(({ diagnosis, refused }) =>
        renderDiagnosis(diagnosis, words, { width, refused: refused?.[words.language] }),
      );
      terminal.out(told.join("\n"));
    }
    return exitCodeOf(diagnoses);
  },
};

/**
 * Denied (3) when a permission is missing, failed (1) when all that failed is something else, such as an
 * expired token; what nobody understands, or nothing at all, is unknown (4).
 */
function exitCodeOf(diagnoses: readonly Diagnosis[]): number {
  const known = diagnoses.filter(({ code }) => code !== "unknown-error");
  if (known.length === 0) return ExitCode.unknown;
  return known.every(({ code }) => isLookalike(code)) ? ExitCode.failed : ExitCode.denied;
}

/** A log is only looked into for one request. */
function refuseLogWithoutRequest({ args }: Invocation): void {
  const log = valueOf(args, "log");
  if (log === undefined) return;
  const { positionals } = args;
  const given =
    positionals.length === 0
      ? { en: "no request is given", ja: "リクエストが指定されていません" }
      : {
          en: `\`${positionals.join(" ")}\` is no request id`,
          ja: `\`${positionals.join(" ")}\` はリクエスト ID ではありません`,
        };
  throw new UsageError({
    en: `cannot find a request in \`${log}\`: ${given.en}; give the \`x-amz-request-id\` of one answer, 16 letters and digits without I, L, O and U`,
    ja: `\`${log}\` でリクエストを探せません。${given.ja}。応答の \`x-amz-request-id\`（I、L、O、U を除く英数字 16 文字）を 1 つ指定してください`,
  });
}

async function readText({ args, terminal }: Invocation): Promise<string> {
  if (args.positionals.length > 0) {
    const texts = await Promise.all(args.positionals.map((path) => readTextFile(path, "file")));
    const text = texts.join("\n");
    if (text.trim() !== "") return text;
    throw new UsageError({
      en: `cannot explain nothing: \`${args.positionals.join(" ")}\` is empty`,
      ja: `説明する内容がありません。\`${args.positionals.join(" ")}\` は空です`,
    });
  }
  const input = (await terminal.readInput()) ?? "";
  if (input.trim() !== "") return input;
  throw new UsageError({
    en: "cannot explain nothing: pipe the error in (`… 2>&1 | sluice explain`), or name a file that holds it",
    ja: "説明する内容がありません。エラーをパイプで渡すか（`… 2>&1 | sluice explain`）、エラーを保存したファイルを指定してください",
  });
}
