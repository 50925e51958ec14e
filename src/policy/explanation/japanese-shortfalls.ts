import { shownValues } from "./condition-words.ts";
import { quotedText } from "./printable-text.ts";
import type { ExplanationWords } from "./words.ts";

function anyOf(values: readonly string[]): string {
  const { shown, more } = shownValues(values);
  return `${shown.join("、")}${more === 0 ? "" : `ほか ${more} 件`}`;
}

/** What keeps an element from matching, and what would be right, in Japanese. */
export const japaneseShortfalls: ExplanationWords["shortfalls"] = {
  otherSession: (element, { named, caller }) =>
    `${element} はセッション ${quotedText(named)} だけを指定していますが、呼び出し元はセッション ${quotedText(caller)} です (ロールを指定する必要があります)`,
  otherPath: (element, { named, caller }) =>
    `${element} は ${quotedText(named)} を指定していますが、呼び出し元は ${quotedText(caller)} で、パスが違います`,
  remadeRole: (element, { named, caller }) =>
    `${element} は ${quotedText(named)} を指定していますが、Identity Center が作り直した今のロールは ${quotedText(caller)} です`,
  deletedPrincipal: (element, { named }) =>
    `${element} が指定する ${quotedText(named)} は、削除されたユーザーまたはロールの ID です`,
  rootOnly: (element, { named }) =>
    `${element} はアカウント ${quotedText(named)} を指定していますが、ここではルートユーザーだけを意味します`,
  otherAccount: (element, { named, account }) =>
    `${element} は ${quotedText(named)} を指定していますが、呼び出し元はアカウント ${account} です`,
  otherPrincipal: (element, { named, caller }) =>
    `${element} は ${anyOf(named)} を指定していますが、呼び出し元は ${quotedText(caller)} です`,
  unsigned: (element, { named }) =>
    `${element} は ${anyOf(named)} を指定していますが、リクエストに署名がありません`,
  unknownCanonicalId: (element, { named }) =>
    `${element} は ${anyOf(named)} を指定していますが、呼び出し元アカウントの正規ユーザー ID が分かりません`,
  listedPrincipal: (element, { named }) =>
    `${element} (${anyOf(named)}) が呼び出し元を除外しています`,
  noAction: (element, { named, meant }) =>
    `${element} の ${quotedText(named)} は IAM のアクションではありません${meant.length === 0 ? "" : ` (正しくは ${anyOf(meant)})`}`,
  otherAction: (element, { named }, { action }) =>
    `${element} は ${anyOf(named)} ですが、必要なのは ${action} です`,
  listedAction: (element, { named }, { action }) =>
    `${element} (${anyOf(named)}) が ${action} を除外しています`,
  objectsNotBucket: (element, { named }, { action, resource }) =>
    `${element} の ${quotedText(named)} はオブジェクトが対象ですが、${action} はバケットそのもの ${quotedText(resource)} に対して確認されます`,
  bucketNotObjects: (element, { named }, { action }) =>
    `${element} の ${quotedText(named)} はバケットそのものが対象ですが、${action} はオブジェクト ${quotedText(`${named}/*`)} に対して確認されます`,
  otherBucket: (element, { named }, { resource }) =>
    `${element} の ${anyOf(named)} は別のバケットで、${quotedText(resource)} を含みません`,
  otherKeys: (element, { named }, { resource }) =>
    `${element} の ${anyOf(named)} は別のキーで、${quotedText(resource)} を含みません`,
  otherResource: (element, { named }, { resource }) =>
    `${element} は ${anyOf(named)} ですが、必要なのは ${quotedText(resource)} です`,
  listedResource: (element, { named }, { resource }) =>
    `${element} (${anyOf(named)}) が ${quotedText(resource)} を除外しています`,
  unresolved: (element, { named }) =>
    `${element} の ${quotedText(named)} にある変数は、このリクエストでは値がありません`,
  unknownVariable: (element, { named }) =>
    `${element} の ${quotedText(named)} にある変数の値が分かりません`,
  otherValue: (element, { named, found }) =>
    `${element} は ${anyOf(named)} ですが、リクエストの値は${found.length === 0 ? "ありません" : ` ${anyOf(found)} です`}`,
  unknownOther: (element, { named }) =>
    `${element} は ${anyOf(named)} ですが、リクエストの値が分かりません`,
  someKeys: (element, { named }, { resource }) =>
    `${element} の ${anyOf(named)} は ${quotedText(resource)} の一部のキーしか含みません`,
};
