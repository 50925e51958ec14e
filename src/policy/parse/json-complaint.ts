import type { Sentence } from "../../aws/index.ts";

/** What jsonc-parser complains of, by its own words. */
const japanese: ReadonlyMap<string, string> = new Map([
  ["invalid symbol", "JSON にない記号があります"],
  ["invalid number format", "数値の形が正しくありません"],
  ["property name expected", "プロパティ名が必要です"],
  ["value expected", "値が必要です"],
  ["colon expected", "コロンが必要です"],
  ["comma expected", "コンマが必要です"],
  ["close brace expected", "閉じ波括弧が必要です"],
  ["close bracket expected", "閉じ角括弧が必要です"],
  ["end of file expected", "JSON が終わったあとに文字があります"],
  ["invalid comment token", "コメントは書けません"],
  ["unexpected end of comment", "コメントが閉じられていません"],
  ["unexpected end of string", "文字列が閉じられていません"],
  ["unexpected end of number", "数値が途中で終わっています"],
  ["invalid unicode", "Unicode の表記が正しくありません"],
  ["invalid escape character", "エスケープ文字が正しくありません"],
  ["invalid character", "使えない文字があります"],
  ["the text is empty", "テキストが空です"],
]);

/** What is wrong with a text that is no JSON. */
export function jsonComplaint(en: string): Sentence {
  return { en, ja: japanese.get(en) ?? en };
}
