import type { JobWords } from "../job-words.ts";

export const jobs: JobWords = {
  begun: ({ id, objects, command }) =>
    `ジョブ      ${id} が ${objects} 個のオブジェクトをコピーします（この実行が終わっても続きます）。経過を見るには: ${command}`,
  active: (follow) =>
    [
      "警告: 同じコピー元とコピー先の、以前の実行のジョブがまだ動いています。まだコピーされていないものは、この実行でもう一度コピーされます",
      "  それを避けるには、この実行を止め、ジョブが終わってからもう一度実行してください。ジョブを追うには:",
      ...follow.map((command) => `  ${command}`),
    ].join("\n"),
  line: ({ created, id, status, done, total, failed, description }) =>
    `${created}  ${id}  ${status}  ${total} 個中 ${done} 個完了、${failed} 個失敗  ${description}`,
  none: "このアカウントとリージョンには、この 90 日間に同期で作成したジョブはありません",
  engine: ({ engine, jobs, dollars, leastSeconds }) =>
    engine === "run"
      ? `方式        この実行でコピー: 約 $${dollars}、1 つのプレフィックスなら ${leastSeconds} 秒以上`
      : `方式        --on s3-batch: 約 $${dollars}（ジョブ ${jobs} 件）、1 つのプレフィックスなら ${leastSeconds} 秒以上`,
};
