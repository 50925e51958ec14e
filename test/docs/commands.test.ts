import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awsCliIsLeftOut, findAwsCli } from "../support/aws-cli.ts";
import { loadCorpus } from "../support/corpus.ts";
import { blocksOf, commandsOf, type DocCommand, PAGES, readPage } from "./doc-blocks.ts";
import { DocShell } from "./doc-shell.ts";
import { firstUntrueLine } from "./shows-output.ts";

interface Given {
  readonly page: string;
  /** What the reader has before the page begins. */
  readonly before?: readonly string[];
}

interface Want {
  /** Commands that end otherwise than with 0: the exit code, or one for each time that the page has it. */
  readonly exits?: Readonly<Record<string, number | readonly number[]>>;
  /** Commands, or their beginnings, that cannot run here, and why. */
  readonly unrun?: Readonly<Record<string, string>>;
}

const ROWS = loadCorpus<Given, Want>("docs-commands");
const aws = await findAwsCli();
const isWithoutAws = awsCliIsLeftOut(aws);
/** Held equal to the English one, block by block. */
const TRANSLATED = ["README.ja.md"];

function commandsIn(page: string): readonly DocCommand[] {
  return blocksOf(readPage(page))
    .filter(({ language }) => language === "sh" || language === "console")
    .flatMap(commandsOf);
}

test("every block says what it is, and every page with commands is run", () => {
  const unnamed = PAGES.flatMap((page) =>
    blocksOf(readPage(page))
      .filter(({ language }) => !/^(sh|console|text|ts|yaml|json|python|hcl)$/.test(language))
      .map(({ line, language }) => `${page}:${line} ${language}`),
  );
  expect(unnamed).toEqual([]);
  const withCommands = PAGES.filter((page) => commandsIn(page).length > 0);
  const run = [...ROWS.map(([, { given }]) => given.page), ...TRANSLATED];
  expect(withCommands.filter((page) => !run.includes(page))).toEqual([]);
});

describe.for(ROWS)("%s", ([, { given, want }]) => {
  let shell: DocShell;
  const commands = commandsIn(given.page);
  const reasons = Object.keys(want.unrun ?? {});
  const isRun = ({ text }: DocCommand): boolean =>
    !reasons.some((words) => text.startsWith(words)) && !(isWithoutAws && text.startsWith("aws "));

  beforeAll(async () => {
    shell = await DocShell.open(aws);
    for (const command of given.before ?? []) {
      const { exit, text } = await shell.run(command);
      if (exit !== 0) throw new Error(`\`${command}\` ended with ${exit}: ${text}`);
    }
  });

  afterAll(() => shell.close());

  test("whatever is left out or ends with a failure stands on the page", () => {
    const named = [...reasons, ...Object.keys(want.exits ?? {})];
    const isThere = (words: string): boolean => commands.some(({ text }) => text.startsWith(words));
    expect(named.filter((words) => !isThere(words))).toEqual([]);
  });

  // One after the other, as a reader types them.
  test("does what it shows", async () => {
    const untrue: unknown[] = [];
    const exits = new Map(
      Object.entries(want.exits ?? {}).map(([text, codes]) => [text, [codes].flat()]),
    );
    for (const command of commands.filter(isRun)) {
      const { exit, text } = await shell.run(command.text);
      const wanted = exits.get(command.text)?.shift() ?? 0;
      const line = command.shown && firstUntrueLine(command.shown, text);
      if (exit === wanted && line === undefined) continue;
      untrue.push({ at: `${given.page}:${command.line}`, command: command.text, exit, line, text });
    }
    expect(untrue).toEqual([]);
  });
});
