import { once } from "node:events";
import { resolve } from "node:path";
import { readWorldFile } from "../../app/index.ts";
import { openWorld, servePage } from "../../web/index.ts";
import { valueOf, valuesOf } from "../arguments/option.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";
import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { BUILT_PAGE } from "../package-files.ts";
import { LAB_PORT, labUrlOf } from "./ask-lab.ts";
import { PAGE_PORT } from "./page-beside.ts";
import { refuseLargeWorld } from "./refuse-large-world.ts";

export const command: Command = {
  operands: "",
  operandCount: { min: 0, max: 0 },
  options: {
    world: {
      kind: "value",
      value: "FILE",
      summary: {
        en: "open the page on this world file (default: stories that come with it)",
        ja: "このワールドファイルでページを開く (デフォルト: 付属のストーリー)",
      },
    },
    lab: {
      kind: "value",
      value: "URL",
      implied: `http://127.0.0.1:${LAB_PORT}`,
      summary: {
        en: "watch the lab there: its requests as they pass or stop (`sluice lab --ui` does both)",
        ja: "その URL のラボを見る。リクエストが通るか止まるかが見える (`sluice lab --ui` は両方を行う)",
      },
    },
    follow: {
      kind: "list",
      value: "FILE",
      summary: {
        en: "show how far a run is whose `--json` events go to this file; may be repeated",
        ja: "`--json` のイベントをこのファイルに書いている実行の進み具合を表示する (複数指定可)",
      },
    },
    port: {
      kind: "value",
      value: "N",
      summary: {
        en: `port on 127.0.0.1 (default: ${PAGE_PORT}; 0: any free one)`,
        ja: `127.0.0.1 のポート (デフォルト: ${PAGE_PORT}、0: 空いているもの)`,
      },
    },
  },
  examples: [
    {
      says: {
        en: "look at requests that are refused, and edit them open",
        ja: "拒否されるリクエストを見て、通るように編集する",
      },
      line: "sluice ui",
    },
    {
      says: {
        en: "watch what any AWS client asks of a lab, and why it stops",
        ja: "AWS クライアントがラボに送るリクエストと、止まる理由を見る",
      },
      line: "sluice ui --lab http://127.0.0.1:4599",
    },
    {
      says: {
        en: "follow a run that is under way: `sluice sync … --json > run.jsonl`",
        ja: "進行中の実行を追う: `sluice sync … --json > run.jsonl`",
      },
      line: "sluice ui --follow run.jsonl",
    },
    {
      says: { en: "the same with your own accounts", ja: "同じことを自分のアカウントで" },
      line: "sluice ui --world world.yaml",
    },
  ],
  run: async ({ args, terminal, words }) => {
    const file = valueOf(args, "world");
    const port = wholeNumberOf(args, "port", { min: 0, max: 65_535 }) ?? PAGE_PORT;
    if (file !== undefined) await refuseLargeWorld(resolve(terminal.cwd, file));
    const world = file === undefined ? undefined : openWorld(file, await readWorldFile(file));
    const runs = valuesOf(args, "follow").map((file) => resolve(terminal.cwd, file));
    const named = valueOf(args, "lab");
    const lab = named === undefined ? undefined : labUrlOf(named, terminal.env);
    const page = await servePage({
      directory: BUILT_PAGE,
      port,
      ...(world && { world }),
      ...(lab !== undefined && { lab }),
      ...(runs.length > 0 && { runs }),
    });
    terminal.out(`${words.page(page.url)}\n`);
    if (!terminal.interrupted.aborted) await once(terminal.interrupted, "abort");
    await page.close();
    return ExitCode.done;
  },
};
