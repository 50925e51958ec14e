import type { FleetWords } from "../fleet-words.ts";

export const fleet: FleetWords = {
  waits: (command) =>
    `フリート    ワーカーがいないため待っています。どのマシンからでも起動できます: ${command}`,
  wholeUrl:
    "  環境変数 `SLUICE_REDIS` に Redis の URL 全体 (パスワードがあればそれも) を設定しておいてください",
  workers: (count) => `フリート    ワーカー ${count} 個`,
  refused: (reason) => `フリート    この実行を拒否しているワーカーがいます: ${reason}`,
  run: (id) => `フリート    実行 ${id}`,
  goesOn: (command, isRedisSilent) =>
    `続きを実行するには: ${command}\n  ${isRedisSilent ? "Redis が応答しないため、ワーカーには伝わっていません。Redis が復帰すると、ワーカーは待っている範囲の処理を続けます" : "ワーカーは始めた範囲を最後まで処理します"}`,
  runLine: ({ run, places, transferred, failed }) =>
    `${run}  転送 ${transferred} 件、失敗 ${failed} 件  ${places}`,
  unknown: (id) =>
    id === undefined
      ? "この Redis に、終わっていないフリートの実行はありません"
      : `この Redis に、終わっていないフリートの実行 \`${id}\` はありません`,
  forgotten: ({ run, places, transferred, held }) =>
    [
      `実行 ${run} を破棄しました  ${places}`,
      `  コピー済みの ${transferred} 個のオブジェクトは残ります。続きは実行できません`,
      ...(held > 0 ? [`  終わりを待っていた ${held} 件の削除は行いません`] : []),
      "  ワーカーは始めた範囲を最後まで処理しますが、削除はしません",
    ].join("\n"),
  ready: (place) => `${place} でキーの範囲を待っています。ctrl-c で処理中の範囲を返して終了します`,
  range: ({ run, after, transferred, deleted, failed }) =>
    `${run}  \`${after}\` より後: 転送 ${transferred} 件、削除 ${deleted} 件、失敗 ${failed} 件`,
  fault: (reason) => `警告: ${reason}`,
  rangeFailed: ({ run, after, reason }) => `${run}  \`${after}\` より後: 諦めました: ${reason}`,
};
