import { chmod, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { reading, type Reading, type AccountReader, replayAnswers } from "../access/index.ts";
import { said, type Sentence, sentenceSaid, UsageError } from "../aws/index.ts";
import { asError, systemReason } from "../sync/index.ts";
import { readTextFile } from "./read-text-file.ts";

/** Questions that go to other accounts' people in a file, and come back with what they answered. */
export interface FactsRequest {
  readonly sluice: "request";
  readonly version: 1;
  /** The check that it is about, as typed. */
  readonly run: string;
  readonly buckets: readonly string[];
  /** For people. */
  readonly asks: readonly {
    readonly what: string;
    readonly of: string;
    readonly account?: string;
  }[];
  /** What each identity of the run is. */
  readonly callers: readonly (readonly Reading[])[];
  readonly answers: readonly RequestAnswer[];
}

interface RequestAnswer {
  /** The ARN of whoever answered. */
  readonly by: string;
  readonly readings: readonly Reading[];
}

const text = v.string();
const readings = v.array(reading);
const request: v.GenericSchema<unknown, FactsRequest> = v.strictObject({
  sluice: v.literal(
    "request",
    said(
      "it is no request of `sluice check --request`",
      "`sluice check --request` の依頼ではありません",
    ),
  ),
  version: v.literal(
    1,
    said(
      "its version is another one: it takes a newer Sluice",
      "形式のバージョンが違います。新しい Sluice が必要です",
    ),
  ),
  run: text,
  buckets: v.array(text),
  asks: v.array(v.strictObject({ what: text, of: text, account: v.exactOptional(text) })),
  callers: v.array(readings),
  answers: v.array(v.strictObject({ by: text, readings })),
});

/** Reads a request from its file; throws `UsageError` where it is none. */
export async function readFactsRequest(path: string): Promise<FactsRequest> {
  const parsed = v.safeParse(request, jsonIn(await readTextFile(path, "request"), path));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  const where = place === null ? "" : `\`${place}\`: `;
  const { en, ja } = complaintOf(issue);
  throw new UsageError({
    en: `cannot use request \`${path}\`: ${where}${en}`,
    ja: `依頼 \`${path}\` は使えません: ${where}${ja}`,
  });
}

/** What valibot says by itself is of types alone. */
function complaintOf({ message, expected, received }: v.BaseIssue<unknown>): Sentence {
  const { en, ja } = sentenceSaid(message);
  if (ja !== en) return { en, ja };
  return { en, ja: `形が正しくありません (正しい形: ${expected ?? "-"}、実際: ${received})` };
}

function jsonIn(written: string, path: string): unknown {
  try {
    return JSON.parse(written);
  } catch (error) {
    throw new UsageError({
      en: `cannot read request \`${path}\`: ${asError(error).message}`,
      ja: `依頼 \`${path}\` を読み込めません。JSON として正しくありません`,
    });
  }
}

/** Writes a request to its file, for its owner's eyes: policies are in it, secrets are not. */
export async function writeFactsRequest(path: string, content: FactsRequest): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
    // The mode is for a file that is made; one that came by mail has another.
    await chmod(path, 0o600);
  } catch (error) {
    const { message } = asError(error);
    const reason = systemReason(error) ?? { en: message, ja: message };
    throw new UsageError({
      en: `cannot write request \`${path}\`: ${reason.en}`,
      ja: `依頼 \`${path}\` を書き込めません: ${reason.ja}`,
    });
  }
}

/** People of other accounts, as far as they have answered in a file. */
export interface Witnesses {
  readonly owners: readonly AccountReader[];
  /** Those of them who know of organizations and permission sets. */
  readonly organizations: readonly AccountReader[];
}

/** Reads the answers of files that came back. */
export async function readWitnesses(paths: readonly string[]): Promise<Witnesses> {
  return witnessesIn((await Promise.all(paths.map(answersIn))).flat());
}

/** Those who gave answers, as if they were asked now. */
export function witnessesIn(answers: readonly RequestAnswer[]): Witnesses {
  const reader = ({ by, readings: told }: RequestAnswer): AccountReader =>
    replayAnswers({ en: `answer of ${by}`, ja: `${by} の回答` }, told);
  return {
    owners: answers.map(reader),
    organizations: answers.filter(knowsOrganization).map(reader),
  };
}

async function answersIn(path: string): Promise<readonly RequestAnswer[]> {
  const { answers } = await readFactsRequest(path);
  if (answers.length > 0) return answers;
  throw new UsageError({
    en: `cannot use request \`${path}\`: nobody has answered it yet; who is asked runs \`sluice check --answer ${path} --profile PROFILE\``,
    ja: `依頼 \`${path}\` は使えません。まだ誰も回答していません。依頼を受けた人が \`sluice check --answer ${path} --profile PROFILE\` を実行します`,
  });
}

function knowsOrganization({ readings: told }: RequestAnswer): boolean {
  return told.some(
    ({ call, answer }) =>
      (call === "placementOf" || call === "permissionSet") && answer !== undefined,
  );
}
