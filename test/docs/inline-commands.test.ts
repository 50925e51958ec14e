import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands/commands.ts";
import { describeCommands } from "../../src/cli/described-command.ts";
import { PAGES, readPage } from "./doc-blocks.ts";

const OVERVIEW = new Set(["COMMAND", "…"]);

/** What pages name in a sentence, as typed: `sluice sync --resume`. */
const NAMED = PAGES.flatMap((page) =>
  Array.from(readPage(page).matchAll(/`([^`\n]*?\bsluice [^`\n]*)`/g), ([, text = ""]) => ({
    page,
    text,
  })),
);

test("what pages name in a sentence is a command, with options that it has", async () => {
  const tables = new Map(
    (await describeCommands(COMMANDS)).map(({ name, options }) => [
      name,
      new Set(Object.keys(options)),
    ]),
  );
  const wrong = NAMED.filter(({ text }) => {
    const typed = /\bsluice ([a-z]+|COMMAND|…)(.*)/.exec(text.replace(/\s*2>&1.*?\|/, ""));
    const [, name = "", rest = ""] = typed ?? [];
    if (OVERVIEW.has(name) || name === "") return false;
    const options = Array.from(rest.matchAll(/ --([a-z-]+)/g), ([, option = ""]) => option);
    return !options.every((option) => tables.get(name)?.has(option) === true || option === "help");
  });
  expect(NAMED.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
