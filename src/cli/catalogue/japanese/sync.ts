import type { SyncWords } from "../catalogue.ts";

export const sync: SyncWords = {
  failedSoFar: (count, commonest) =>
    `失敗 ${count} 件${commonest === undefined ? "" : ` (${commonest.cause} ${commonest.count})`}`,
  timeLeft: (seconds) => `残り ${durationText(seconds)}`,
  keptIn: (place) => `上書き・削除したものは ${place} に残してあります`,
  failedKeys: ({ path, count }) => `失敗した ${count} 個のキーとそれぞれのエラーの一覧: ${path}`,
  totals: ({ transfers, size, deletions }) =>
    `計画        転送 ${transfers} 件（${size}）、削除 ${deletions} 件`,
  ways: {
    copy: (profile) =>
      `経路        S3 の中でコピー。${profile === undefined ? "デフォルトのプロファイル" : `プロファイル ${profile}`} だけですべてを行えます`,
    other:
      "1 つのプロファイルでは S3 がコピーできないものも、`--no-check` を付けて同じコマンドを実行すると、このマシンを経由して送れることがあります",
    stream: {
      uncertain:
        "経路        このマシンを経由。S3 の中でコピーするには、1 つのプロファイルですべてを行え、書き込むものがバケット所有者のものになる必要がありますが、どちらも確実ではありません。足りないものは、そのプロファイルを `--profile` に指定した `sluice check` で調べられます",
      unchecked:
        "経路        このマシンを経由（確認をしないため）。すべてを行えるプロファイルがあれば、`--profile` に指定すると S3 の中でコピーします",
      "two-services": "経路        このマシンを経由（別のサービスへのコピーのため）",
    },
  },
  requests: (kinds) => `リクエスト  ${kinds}`,
  cost: ({ dollars, jobs, priceList, pricesOf }) =>
    `費用        ${
      jobs === undefined ? "リクエストのみ" : `リクエストとジョブ ${jobs} 件`
    }で約 $${dollars}（${priceList}、${pricesOf} の価格）`,
  verdicts: {
    allowed: "確認        実行に必要な権限はすべてあります",
    denied: "確認        このまま実行すると止まります。`sluice check` で確認してください",
    unknown: "確認        判断できない権限があります。`sluice check` で確認してください",
  },
  resumed: ({ run, transferred, size, deleted, listsAgain }) =>
    `再開        実行 ${run}（これまでに転送 ${transferred} 件（${size}）、削除 ${deleted} 件）${
      listsAgain ? "。一覧は最初から取得し直します" : ""
    }`,
  keys: {
    hint: "キー: e 失敗の説明、p 一時停止、q 処理中のものを終えて停止",
    paused: "一時停止中: 処理中のものは終わらせ、新しくは始めません。p で再開します",
    goesOn: "再開します",
    finishing: "処理中のものを終えて停止します。Ctrl-C ですぐに停止します",
    finished: "停止しました。処理中だったものは終わっています",
    noFailures: "ここまで失敗はありません",
  },
  damagedJournal: (line) =>
    `警告: 実行記録の ${line} 行目が壊れているため、一覧を最初から取得し直します`,
  resumable: ({ command, uploads }) =>
    `続きを実行するには: ${command}${
      uploads === 0
        ? ""
        : `\n  続きのために ${uploads} 件のマルチパートアップロードを残しています。それまでパートには料金がかかります`
    }`,
  notResumable: (reason) => `警告: 実行記録を書き込めなかったため、再開できません: ${reason}`,
  setRight: ({ byContent, without }) => {
    const options = without.join(" と ");
    const again = options === "" ? "をもう一度" : `を ${options} なしで`;
    const instead = options === "" ? "" : ` ${options} の代わりに`;
    return `\`--verify\` で見つかった違いは、同じコマンド${
      byContent
        ? `${again}実行すると直ります`
        : `に${instead} \`--checksum\` を付けて実行すると直ります。サイズと時刻では違いが分からないことがあります`
    }`;
  },
  inAll: ({ before, now, all }) =>
    `合計        転送 ${all.transferred} 件（${all.size}）: これまで ${before.transferred} 件、今回 ${now.transferred} 件。削除 ${all.deleted} 件: これまで ${before.deleted} 件、今回 ${now.deleted} 件`,
};

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} 秒`;
  return minutes < 60
    ? `${minutes} 分 ${seconds % 60} 秒`
    : `${Math.floor(minutes / 60)} 時間 ${minutes % 60} 分`;
}
