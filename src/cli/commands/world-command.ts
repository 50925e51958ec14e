import { chmod, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { blockStyleWorld } from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { valueOf } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { askLab, labUrlOf } from "./ask-lab.ts";

export const command: Command = {
  operands: "save",
  operandCount: { min: 1, max: 1 },
  options: {
    endpoint: {
      kind: "value",
      value: "URL",
      summary: "where the lab is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4599)",
    },
    out: {
      kind: "value",
      value: "FILE",
      summary:
        "write it there, for its owner's eyes only: it holds the lab's secret keys, but no objects (lab --data keeps them)",
    },
  },
  examples: [
    {
      says: "keep what a lab has become, but for its objects and their content",
      line: "sluice world save --out world.yaml",
    },
    { says: "and start there the next time", line: "sluice lab --world world.yaml" },
  ],
  run: async ({ args, terminal, words }) => {
    const [verb = ""] = args.positionals;
    if (verb !== "save") {
      throw new UsageError(`cannot \`${verb}\` a world: it can only be saved (\`world save\`)`);
    }
    const url = labUrlOf(valueOf(args, "endpoint"), terminal.env);
    const { status, text } = await askLab(url, "/_lab/world");
    if (status !== 200) {
      throw new UsageError(
        `cannot save the world of \`${url}\`: it answers ${status}, as no lab does`,
      );
    }
    const world = blockStyleWorld(text);
    const out = valueOf(args, "out");
    if (out === undefined) terminal.out(world);
    else {
      await writeWorld(resolve(terminal.cwd, out), world);
      terminal.out(`${words.lab.saved(out)}\n`);
    }
    return ExitCode.done;
  },
};

async function writeWorld(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
    // That mode is for a new file only.
    await chmod(path, 0o600);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot write the world to \`${path}\`: ${reason}`);
  }
}
