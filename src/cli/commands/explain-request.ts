import { resolve } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { findDecisions, isLoggedDecision, type LoggedDecision } from "../../lab/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../render/json-line.ts";
import { renderDecision } from "../render/render-decision.ts";
import { askLab, labUrlOf } from "./ask-lab.ts";

/** The id of a request to the lab, also in lower case, as authorization ids are. */
export function isRequestId(word: string): boolean {
  return /^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{16}$/.test(word);
}

/** Explains the decisions that the lab took about a request: denied (3) when it was refused one of them. */
export async function explainRequest(id: string, invocation: Invocation): Promise<number> {
  const { args, terminal, words } = invocation;
  const decisions = await readDecisions(id, invocation);
  const place = { indent: "    ", width: terminal.columns };
  for (const decision of decisions) {
    terminal.out(
      hasFlag(args, "json")
        ? jsonLine("decision", decision)
        : `${renderDecision(decision, words, place).join("\n")}\n`,
    );
  }
  const outcomes = new Set(decisions.map(({ outcome }) => outcome));
  if (outcomes.has("explicitDeny") || outcomes.has("implicitDeny")) return ExitCode.denied;
  return outcomes.has("unknown") ? ExitCode.unknown : ExitCode.done;
}

async function readDecisions(
  id: string,
  { args, terminal }: Invocation,
): Promise<readonly LoggedDecision[]> {
  const log = valueOf(args, "log");
  const url = labUrlOf(valueOf(args, "endpoint"), terminal.env);
  const found =
    log === undefined ? await askForDecisions(url, id) : await readLog(log, id, terminal);
  if (found.length > 0) return found;
  const place =
    log === undefined
      ? { en: `the log of the lab on \`${url}\``, ja: `\`${url}\` のラボの記録` }
      : { en: `\`${log}\``, ja: `\`${log}\`` };
  throw new UsageError({
    en: `cannot find request \`${id}\`: ${place.en} has no decision about it; give the \`x-amz-request-id\` of an answer, or the log that has it (\`--log FILE\`)`,
    ja: `リクエスト \`${id}\` が見つかりません。${place.ja}に、その判断はありません。応答の \`x-amz-request-id\` か、それが載っている記録（\`--log FILE\`）を指定してください`,
  });
}

async function askForDecisions(url: string, id: string): Promise<readonly LoggedDecision[]> {
  const { status, text } = await askLab(url, `/_lab/decisions/${id}`);
  if (status === 404) {
    throw new UsageError({
      en: `cannot find request \`${id}\`: the lab on \`${url}\` logs no decisions; start it with \`--log-decisions FILE\`, or name a log (\`--log FILE\`)`,
      ja: `リクエスト \`${id}\` が見つかりません。\`${url}\` のラボは判断を記録していません。ラボを \`--log-decisions FILE\` 付きで起動するか、記録ファイルを \`--log FILE\` で指定してください`,
    });
  }
  const answer: unknown = JSON.parse(text);
  return Array.isArray(answer) ? answer.filter(isLoggedDecision) : [];
}

async function readLog(
  path: string,
  id: string,
  { cwd }: Invocation["terminal"],
): Promise<readonly LoggedDecision[]> {
  try {
    return await findDecisions(resolve(cwd, path), id);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot read the decision log \`${path}\`: ${reason}`,
      ja: `判断の記録 \`${path}\` を読み込めません: ${reason}`,
    });
  }
}
