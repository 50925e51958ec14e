import type { ExplainedGate } from "./explanation.ts";
import type { Shown } from "./condition-words.ts";
import type { PolicyWords, TreeWords } from "./words.ts";

type Policy = (policy: PolicyWords) => string;
type Listed = (values: readonly Shown[]) => string;

function gateAnswer({ allows, denies, required, exemptBecause }: ExplainedGate): string {
  if (exemptBecause !== undefined) return "このリクエストには適用されない";
  if (denies === "yes") return "拒否";
  switch (allows) {
    case "yes":
      return denies === "unknown" ? "許可 (拒否の可能性もある)" : "許可";
    case "unknown":
      return "判断できない";
    case "no":
      return required === "no" ? "許可なし (不要)" : "許可なし";
  }
}

/** The lines of the tree in Japanese. */
export function japaneseTree(policy: Policy, listed: Listed): TreeWords {
  return {
    outcomes: {
      allowed: ({ action, resource }) => `${resource} への ${action}: 許可`,
      explicitDeny: ({ action, resource }) => `${resource} への ${action}: Deny による拒否`,
      implicitDeny: ({ action, resource }) => `${resource} への ${action}: 許可なし`,
      unknown: ({ action, resource }) => `${resource} への ${action}: 判断できない`,
    },
    caller: (name) => (name === undefined ? "署名なし" : `呼び出し元 ${name}`),
    gate: (of, gate) => `${policy(of)}: ${gateAnswer(gate)}`,
    level: (id, allows) =>
      `階層 ${id}: ${{ yes: "許可", no: "許可なし", unknown: "判断できない" }[allows]}`,
    reaches: {
      alone: "呼び出し元そのものを指定: 境界やセッションポリシーに関係なく、これだけで許可",
      withinLimits: "ロールを指定: アクセス許可の境界とセッションポリシーの範囲内で許可",
      withIdentity: "アイデンティティポリシーの許可も必要",
    },
    element: (name, entries) => `${name} ${listed(entries)}`,
    origins: {
      caller: "呼び出し元から",
      resource: "リソースから",
      organization: "組織から",
      parameter: "リクエストのヘッダーまたはパラメーターから",
      network: "ネットワークから",
      clock: "時計から",
      given: "指定どおり",
      assumed: "仮定",
      unknown: "不明",
    },
  };
}
