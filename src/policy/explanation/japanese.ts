import type { Layer } from "../decision.ts";
import { conditionParts, type Shown, shownValues } from "./condition-words.ts";
import type { ExplainedCondition } from "./explanation.ts";
import { japaneseSettings } from "./japanese-settings.ts";
import { japaneseShortfalls } from "./japanese-shortfalls.ts";
import { japaneseTree } from "./japanese-tree.ts";
import { printableText, quotedText } from "./printable-text.ts";
import type { AskedWords, ExplanationWords, MatchedWords, PolicyWords } from "./words.ts";

const layers: Readonly<Record<Layer, string>> = {
  serviceControl: "サービスコントロールポリシー (SCP)",
  resourceControl: "リソースコントロールポリシー (RCP)",
  vpcEndpoint: "VPC エンドポイントポリシー",
  identity: "アイデンティティポリシー",
  boundary: "アクセス許可の境界",
  session: "セッションポリシー",
  resource: "バケットポリシー",
  roleTrust: "ロールの信頼ポリシー",
  accessPoint: "アクセスポイントポリシー",
  publicAccessBlock: "ブロックパブリックアクセス",
  objectOwnership: "オブジェクト所有者と ACL",
  requesterPays: "リクエスタ支払い",
  sseCBlocked: "バケットの暗号化設定",
  expectedBucketOwner: "想定バケット所有者",
  keyPolicy: "KMS キーポリシー",
  keyGrant: "KMS の許可 (grant)",
  key: "KMS キー",
};

function listed(values: readonly Shown[]): string {
  const { shown, more } = shownValues(values);
  return `${shown.join("、")}${more === 0 ? "" : ` ほか ${more} 件`}`;
}

function japanesePolicy({ layer, name, account }: PolicyWords): string {
  const owner = account === undefined ? "" : `${account} の`;
  return `${owner}${owner === "" ? layers[layer] : spaced(layers[layer])}${name === undefined ? "" : ` ${quotedText(name)} `}`;
}

/** Latin letters and digits stand off from the Japanese before them. */
function spaced(text: string): string {
  return /^[!-~]/.test(text) ? ` ${text}` : text;
}

function policies(of: readonly PolicyWords[]): string {
  return of.map((policy) => japanesePolicy(policy).trimEnd()).join("と、");
}

function asked({ action, resource }: AskedWords): string {
  return `${resource} への ${action}`;
}

function matchedText({ elements, conditions }: MatchedWords): string {
  const told = elements.map(({ name, entries }) => ({ name, text: `${name} ${listed(entries)}` }));
  const fit = told.filter(({ name }) => !name.startsWith("Not")).map(({ text }) => text);
  const spares = told.filter(({ name }) => name.startsWith("Not"));
  return [
    ...(fit.length === 0 ? [] : [`${fit.join("、")} が一致します`]),
    ...spares.map(({ text }) => `${text} は除外していません`),
    ...conditions,
  ].join("。");
}

function condition(of: ExplainedCondition): string {
  const { name, key, wanted, asksPresence } = conditionParts(of, listed);
  switch (of.reason) {
    case "unknownValue":
      return `条件 ${name} が見る ${key} の値が分かりません`;
    case "unknownVariable":
      return `条件 ${name} の ${wanted} にある変数の値が分かりません`;
    case "absent":
      return of.result === "yes"
        ? `リクエストに ${key} がないので、条件 ${name} (${wanted}) は成立します`
        : `条件 ${name} は${asksPresence === undefined ? ` ${wanted} ` : "キーがあること"}を求めていますが、リクエストに ${key} がありません`;
    case "emptySet":
      return `リクエストの ${key} が空なので、条件 ${name} (${wanted}) は${of.result === "yes" ? "成立します" : "成立しません"}`;
    case "present":
    case "listed":
    case "notListed":
    case "partlyListed":
      return comparison(of);
  }
}

function comparison(of: ExplainedCondition): string {
  const { name, wanted, found, isNegated, asksPresence } = conditionParts(of, listed);
  switch (of.result) {
    case "yes":
      return `リクエストの値が ${found} なので、条件 ${name} (${wanted}) は成立します`;
    case "no":
      return asksPresence === undefined
        ? `条件 ${name} は ${wanted} を${isNegated ? "除外して" : "求めて"}いますが、リクエストの値は ${found} です`
        : `条件 ${name} はキーがないことを求めていますが、リクエストの値は ${found} です`;
    case "unknown":
      return `条件 ${name} (${wanted}) は ${found} の一部でしか成立しません`;
  }
}

/** What `Gate.exemptBecause` says. */
const exemptions: Readonly<Record<string, string>> = {
  "root user": "呼び出し元がルートユーザーのため",
  "root user of the bucket's account": "呼び出し元がバケット所有アカウントのルートユーザーのため",
  "principal of the management account": "呼び出し元が管理アカウントのプリンシパルのため",
  "service-linked role": "呼び出し元がサービスにリンクされたロールのため",
  "action that resource control policies do not cover":
    "リソースコントロールポリシーの対象外のアクションのため",
  "resource of the management account": "管理アカウントのリソースのため",
  "caller of the bucket's account": "呼び出し元がバケットのアカウントに属するため",
  "object of another account": "ほかのアカウントのオブジェクトのため",
};

/** Explanations in Japanese. */
export const japaneseExplanation: ExplanationWords = {
  layers,
  together: (sentences) => sentences.join("。"),
  policy: (policy) => japanesePolicy(policy).trimEnd(),
  statement: ({ layer, policyName, sid, index, line, column }, policy) =>
    layer === "keyGrant"
      ? `${policy.account === undefined ? "" : `${policy.account} の`}許可 (grant) ${quotedText(policyName)}`
      : `文 ${sid === undefined ? String(index + 1) : quotedText(sid)} (${japanesePolicy(policy).trimEnd()}、${line}:${column})`,
  denies: ({ statement, asked: what, matched, others }) =>
    `${statement} が ${asked(what)} を拒否しています${others === 0 ? "" : ` (ほかに ${others} 個の文も拒否)`}。${matchedText(matched)}`,
  silent: ({ policy, asked: what, isEmpty, level }) => {
    if (level !== undefined) {
      return `${quotedText(level)} に付いた${layers[policy.layer]}に、${asked(what)} を許可する Allow がありません`;
    }
    return isEmpty
      ? `${asked(what)} を許可する${spaced(japanesePolicy(policy))}がありません`
      : `${japanesePolicy(policy)}に、${asked(what)} を許可する Allow がありません`;
  },
  silentBoth: (of, what) =>
    `${policies(of)}のどちらにも、${asked(what)} を許可する Allow がありません (どちらか一方で足ります)`,
  nearest: (statement, lacks) => `最も近いのは${statement} です。${lacks.join("。")}`,
  delegates: (statement) =>
    `${statement} はアカウントだけを指定しており、許可はアイデンティティポリシーに任されます`,
  limited: (statement, limit) =>
    `${statement} はロールを指定しており、${policies([limit])}の制限を受けます`,
  notLimited: (statement, limits) =>
    `${policies(limits)}は許可していませんが、${statement} が呼び出し元そのものを指定しているので制限しません`,
  unreadable: (policy, what) =>
    `${policies([policy])}を読めなかったため判断できません${policy.account === undefined ? "" : `。${asked(what)} を通すかどうかは、アカウント ${policy.account} が確かめられます`}`,
  mayMatch: (statement, effect, doubts) =>
    `${statement} が${effect === "Allow" ? "許可" : "拒否"}している可能性があります。${doubts.join("。")}`,
  mayStop: (policy) =>
    `${policies([policy])}が止めている可能性がありますが、それを決める値が分かりません`,
  ownerUnknown: ({ resource }) => `${resource} を所有するアカウントが分かりません`,
  unknown: (what) => `${asked(what)} が許可されるかどうか判断できません`,
  allowed: (what, statements) =>
    `${asked(what)} は${statements.length === 0 ? "" : `${statements.join(" と、")} によって`}許可されます`,
  allowedToAll: (what) => `${asked(what)} は許可されます。権限は要りません`,
  exempt: (policy, because) => `${policies([policy])}は適用されません。${because}です`,
  exemption: (because) => exemptions[because] ?? because,
  shortfalls: japaneseShortfalls,
  condition,
  settings: japaneseSettings,
  refuses: (policy, what) => `${policies([policy])}が ${asked(what)} を止めています`,
  call: (what, why) =>
    `S3 は呼び出し元の名前で KMS に ${what.action} を求めますが、それが拒否されます。${why}`,
  also: (of) => `${policies(of)}にも止められます`,
  nothingElse: "この Deny がなくても、許可する Allow がありません",
  aws: {
    noLayer: (message) =>
      message === undefined
        ? "AWS は理由を示しません"
        : `AWS は理由を示さず、${quotedText(message)} とだけ答えます`,
    hides: (names) => `AWS は${spaced(layers[names.layer])}だけを示します`,
    blames: (names, refusing) =>
      `AWS は${spaced(layers[names.layer])}が原因だと言いますが、実際に止めているのは${spaced(policies(refusing))}です`,
    mayDiffer: (open) =>
      `${policies(open)}の答えが分からないため、AWS の文面は別の原因を挙げることがあります`,
    calls: ({ layer }) =>
      `AWS の文面では${spaced(layers[layer])}を resource-based policy と呼んでいます`,
  },
  tree: japaneseTree((policy) => printableText(japanesePolicy(policy).trimEnd()), listed),
};
