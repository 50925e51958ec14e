import type { SyncWords } from "../catalogue.ts";

export const sync: SyncWords = {
  totals: ({ transfers, size, deletions }) =>
    `計画        転送 ${transfers} 件（${size}）、削除 ${deletions} 件`,
  requests: (kinds) => `リクエスト  ${kinds}`,
  cost: ({ dollars, priceList, pricesOf }) =>
    `費用        リクエストのみで約 $${dollars}（${priceList}、${pricesOf} の価格）`,
  verdicts: {
    allowed: "確認        実行に必要な権限はすべてあります",
    denied: "確認        このまま実行すると止まります。`sluice check` で確認してください",
    unknown: "確認        判断できない権限があります。`sluice check` で確認してください",
  },
};
