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

export const command: Command = {
  operands: "",
  operandCount: { min: 0, max: 0 },
  options: {
    world: {
      kind: "value",
      value: "FILE",
      summary: "open the page on this world file (default: stories that come with it)",
    },
    lab: {
      kind: "value",
      value: "URL",
      implied: `http://127.0.0.1:${LAB_PORT}`,
      summary:
        "watch the lab there: its requests as they pass or stop (`sluice lab --ui` does both)",
    },
    follow: {
      kind: "list",
      value: "FILE",
      summary: "show how far a run is whose `--json` events go to this file; may be repeated",
    },
    port: {
      kind: "value",
      value: "N",
      summary: `port on 127.0.0.1 (default: ${PAGE_PORT}; 0: any free one)`,
    },
  },
  examples: [
    { says: "look at requests that are refused, and edit them open", line: "sluice ui" },
    {
      says: "watch what any AWS client asks of a lab, and why it stops",
      line: "sluice ui --lab http://127.0.0.1:4599",
    },
    {
      says: "follow a run that is under way: `sluice sync … --json > run.jsonl`",
      line: "sluice ui --follow run.jsonl",
    },
    { says: "the same with your own accounts", line: "sluice ui --world world.yaml" },
  ],
  run: async ({ args, terminal, words }) => {
    const file = valueOf(args, "world");
    const port = wholeNumberOf(args, "port", { min: 0, max: 65_535 }) ?? PAGE_PORT;
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
