import stringWidth from "fast-string-width";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands/commands.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { LIST_DENIED, STORY } from "../support/story-world.ts";

const ENDS = [`s3://${STORY.source}`, `s3://${STORY.destination}`, "--profile", "dev-a"];
const CAUSE = ["s3://src-111111111111", "s3://dst-222222222222", "--profile", "dev-a"];
const DENIED = `An error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${LIST_DENIED}`;

const TWO_ACCOUNTS = ["--world", "worlds/two-accounts.yaml"];

interface Shown {
  readonly words: readonly string[];
  readonly input?: string;
}

const SHOWN: Readonly<Record<string, Shown>> = {
  check: { words: ["check", ...ENDS, "--world", "worlds/two-accounts.yaml"] },
  "check with many layers": { words: ["check", ...CAUSE, "--world", "worlds/causes/c50.yaml"] },
  "check of a key": { words: ["check", ...CAUSE, "--world", "worlds/causes/c41.yaml"] },
  grant: { words: ["grant", ...ENDS, "--world", "worlds/two-accounts.yaml"] },
  "grant against a Deny": { words: ["grant", ...CAUSE, "--world", "worlds/causes/c50.yaml"] },
  "grant where facts are missing": {
    words: ["grant", "s3://nobody-told", ENDS[1] ?? "", ...ENDS.slice(2), ...TWO_ACCOUNTS],
  },
  explain: { words: ["explain"], input: DENIED },
  help: { words: ["--help"] },
  ...Object.fromEntries(
    COMMANDS.map(({ name }) => [`help of ${name}`, { words: [name, "--help"] }]),
  ),
};

/** What may be wider: a command to be copied, and an ARN behind a label, which has no place to break. */
function mayBeWider(line: string): boolean {
  return /(^|\s)(sluice|aws|eval) /.test(line) || /\barn:\S{40,}$/.test(line);
}

async function printed({ words, input }: Shown, columns: number, lang: string): Promise<string> {
  const { stdout, stderr } = await sluiceInProcess([...words, "--lang", lang], {
    columns,
    env: { HOME: "/nowhere" },
    ...(input !== undefined && { input }),
  });
  expect(stderr).toBe("");
  return stdout;
}

describe.for([80, 120])("at %i columns", (columns) => {
  describe.for(["en", "ja"])("in %s", (lang) => {
    test.for(Object.entries(SHOWN))("%s fits", async ([, shown]) => {
      const lines = (await printed(shown, columns, lang)).split("\n");
      expect(lines.length).toBeGreaterThan(5);
      const tooWide = lines.filter((line) => stringWidth(line) > columns && !mayBeWider(line));
      expect(tooWide).toEqual([]);
    });
  });
});

test.for(["en", "ja"])(
  "what gates say stands under their numbers where names are too wide: %s",
  async (lang) => {
    const wide = (await printed(SHOWN["check of a key"] ?? { words: [] }, 200, lang)).split("\n");
    const narrow = (await printed(SHOWN["check of a key"] ?? { words: [] }, 70, lang)).split("\n");
    const marksOf = (lines: readonly string[]): readonly string[] =>
      lines.flatMap((line) =>
        Array.from(line.matchAll(/^ {2}.*:\w+((?: +[✓✗?–])+)$/g), ([, marks = ""]) =>
          marks.replace(/ +/g, " "),
        ),
      );
    expect(marksOf(narrow)).toEqual(marksOf(wide));
    expect(marksOf(narrow)).toHaveLength(5);
    expect(narrow.filter((line) => /^ {2}[123] {2}\S/.test(line))).toHaveLength(3);
  },
);

test.for(["en", "ja"])("what is wrong with a command line fits too: %s", async (lang) => {
  const words = ["sync", "s3://a", "s3://b", "--size-only", "--profil", "x", "--lang", lang];
  const { stderr } = await sluiceInProcess(words, { columns: 40 });
  const lines = stderr.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => stringWidth(line) > 40)).toEqual([]);
});

test("what does not go to a terminal is not wrapped", async () => {
  const { stdout } = await sluiceInProcess(["explain"], { input: DENIED });
  expect(stdout.split("\n")[0]).toBe(`✗ ${DENIED}`);
});
