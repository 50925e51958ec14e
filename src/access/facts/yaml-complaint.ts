import type { YAMLError } from "yaml";
import type { Sentence } from "../../aws/index.ts";

/** What yaml's errors mean (its documentation, Errors). */
const japanese: Readonly<Record<YAMLError["code"], string>> = {
  ALIAS_PROPS: "エイリアスにアンカーやタグは付けられません",
  BAD_ALIAS: "エイリアスが正しくないか、そのアンカーがありません",
  BAD_COLLECTION_TYPE: "タグがこの種類の値に合っていません",
  BAD_DIRECTIVE: "ディレクティブが正しくありません",
  BAD_DQ_ESCAPE: "二重引用符の中のエスケープが正しくありません",
  BAD_INDENT: "字下げが正しくありません",
  BAD_PROP_ORDER: "アンカーやタグは値の前に書いてください",
  BAD_SCALAR_START: "値をこの文字で始めるには引用符が必要です",
  BLOCK_AS_IMPLICIT_KEY: "ここにマップやリストは書けません",
  BLOCK_IN_FLOW: "括弧の中では、マップやリストも括弧で書いてください",
  DUPLICATE_KEY: "同じキーが 2 回あります",
  IMPOSSIBLE: "YAML として読み取れません",
  KEY_OVER_1024_CHARS: "キーが 1024 文字を超えています",
  MISSING_CHAR: "必要な文字 (括弧、引用符、コンマ、コロンなど) がありません",
  MULTILINE_IMPLICIT_KEY: "キーは 1 行に書いてください",
  MULTIPLE_ANCHORS: "アンカーは 1 つの値に 1 つだけ付けられます",
  MULTIPLE_DOCS: "1 つのファイルに書ける文書は 1 つです",
  MULTIPLE_TAGS: "タグは 1 つの値に 1 つだけ付けられます",
  NON_STRING_KEY: "キーは文字列でなければなりません",
  RESOURCE_EXHAUSTION: "入れ子が深すぎます",
  TAB_AS_INDENT: "字下げにタブは使えません。空白を使ってください",
  TAG_RESOLVE_FAILED: "タグを解釈できません",
  UNEXPECTED_TOKEN: "ここにあるはずのない文字があります",
};

/** What is wrong with a text that is no YAML, without its place. */
export function yamlComplaint({ code, message }: YAMLError): Sentence {
  const [first = ""] = message.split("\n");
  return { en: first.replace(/ at line \d+, column \d+:?$/, ""), ja: japanese[code] };
}
