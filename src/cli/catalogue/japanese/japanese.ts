import type { Catalogue } from "../catalogue.ts";
import { causes } from "./causes.ts";
import { check } from "./check.ts";
import { diagnoses } from "./diagnoses.ts";
import { explain } from "./explain.ts";
import { grant } from "./grant.ts";
import { help } from "./help.ts";
import { fleet } from "./fleet.ts";
import { jobs } from "./jobs.ts";
import { layers } from "./layers.ts";
import { lint } from "./lint.ts";
import { probe } from "./probe.ts";
import { request } from "./request.ts";
import { lab, story } from "./story.ts";
import { sync } from "./sync.ts";
import { test } from "./test.ts";

export const japanese: Catalogue = {
  language: "ja",
  layers,
  diagnoses,
  causes,
  check,
  explain,
  grant,
  help,
  fleet,
  jobs,
  lab,
  lint,
  fault: "このプログラムの不具合です。お手数ですが報告してください",
  partGone:
    "sluice の一部を読み込めません。実行中に更新または削除されたか、インストールが不完全です。もう一度実行してください",
  page: (url) => `ページは ${url} にあります (このマシンのブラウザーだけ)。Ctrl-C で終わります`,
  probe,
  request,
  story,
  sync,
  test,
};
