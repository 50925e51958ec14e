import { readFile } from "node:fs/promises";
import { type Sentence, UsageError } from "../aws/index.ts";

const REASONS: ReadonlyMap<string, Sentence> = new Map([
  ["ENOENT", { en: "there is no such file", ja: "そのファイルはありません" }],
  ["EISDIR", { en: "it is a directory", ja: "ディレクトリです" }],
  ["EACCES", { en: "permission denied", ja: "アクセスが許可されていません" }],
]);

/** What a person takes a file for. */
type TextFile = "file" | "policy" | "referencePolicy" | "request" | "test" | "world";

const NAMES: Readonly<Record<TextFile, Sentence>> = {
  file: { en: "file", ja: "ファイル" },
  policy: { en: "policy file", ja: "ポリシーファイル" },
  referencePolicy: { en: "reference policy", ja: "比較するポリシー" },
  request: { en: "request", ja: "依頼" },
  test: { en: "test file", ja: "テストファイル" },
  world: { en: "world file", ja: "ワールドファイル" },
};

/** Reads a file that somebody named; one that cannot be read is a `UsageError`. */
export async function readTextFile(path: string, what: TextFile): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = REASONS.get(code) ?? { en: code, ja: code };
    throw new UsageError({
      en: `cannot read ${NAMES[what].en} \`${path}\`: ${reason.en}`,
      ja: `${NAMES[what].ja} \`${path}\` を読み込めません: ${reason.ja}`,
    });
  }
}
