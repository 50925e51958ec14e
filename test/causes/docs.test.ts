import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { causesPage } from "../../scripts/causes-page.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import type { Step } from "./cause-case.ts";
import { causeWorld, openCauseStage } from "./cause-stage.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(ROOT, "docs", "causes.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => /^\| C\d\d /.test(line) && line.includes("`sluice lab "))
  .map((line) => {
    const cells = line.split(" | ").map((cell) => cell.trim());
    const [lab = "", ...commands] = spansIn(cells.at(-1) ?? "");
    return { id: line.slice(2, 5), shows: cells.flatMap(spansIn), lab, commands };
  });

describe("the page of causes", () => {
  test("is what the cases make of it", async () => {
    const made = await causesPage();
    expect(page, "run `npm run docs:causes` and commit the page").toBe(made);
  });

  test("has a row for each of the 52 causes", () => {
    const ids = [...page.matchAll(/^\| (C\d\d) .*\| *$/gm)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(52);
    expect(rows.length).toBeGreaterThanOrEqual(51);
  });

  test.for(rows)("$id: its lab starts as it is typed", async ({ lab }) => {
    const words = [...lab.split(" ").slice(1), "--port", "0"];
    const { exit, stderr } = await sluiceInProcess(words, {
      cwd: ROOT,
      interrupted: AbortSignal.abort(),
    });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  });

  test.for(rows)(
    "$id: its commands are refused as the row shows",
    async ({ lab, commands, shows }) => {
      const world = /worlds\/causes\/(\w+)\.yaml$/.exec(lab)?.[1] ?? "";
      const stage = await openCauseStage({ world: causeWorld(world) });
      try {
        let last = "";
        for (const command of commands) last = (await stage.run(stepOf(command))).text;
        const parts = (shows.find((shown) => !commands.includes(shown)) ?? "").split(" … ");
        expect(parts.filter((part) => !last.includes(part))).toEqual([]);
      } finally {
        await stage.close();
      }
    },
  );
});

function spansIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
}

/** A command as it is typed: `name=$(aws … --query Member --output text)`, with its profile. */
function stepOf(typed: string): Step {
  const kept = /^(\w+)=\$\((.*) --query (\S+) --output text\)$/.exec(typed);
  const [, name, command = typed, member] = kept ?? [];
  const [, run = command, as] = /^(.*) --profile (\S+)$/.exec(command) ?? [];
  return {
    run,
    ...(as !== undefined && { as }),
    ...(name !== undefined && member !== undefined && { keep: { [name]: member } }),
  };
}
