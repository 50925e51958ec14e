import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manPage } from "../../scripts/man-page.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const run = promisify(execFile);

/** What is typed, and what bash offers for its last word. */
const TYPED: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["sluice", "sy"], ["sync"]],
  [["sluice", "check", "--wor"], ["--world"]],
  [
    ["sluice", "check", "s3://a", "s3://b", "--profile", "dev"],
    ["dev-a", "dev-b"],
  ],
  [["sluice", "lint", "x.json", "--format", "s"], ["sarif"]],
  [["sluice", "sync", "--sse", "--del"], ["--delete"]],
  [["sluice", "lab", "e"], ["env"]],
  [["sluice", "sync", "--region", "s"], []],
];

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sluice-completion-"));
  const config = "[default]\n[profile dev-a]\nregion = x\n[ profile dev-b ]\n[sso-session dev-x]\n";
  await writeFile(join(home, "config"), config);
});

afterAll(() => rm(home, { recursive: true, force: true }));

test("bash offers commands, options, their values and profiles", async () => {
  const { stdout: script } = await sluiceInProcess(["completion", "bash"]);
  const asked = TYPED.map(
    ([words]) =>
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}; _sluice 2>/dev/null; echo "\${COMPREPLY[*]}"`,
  );
  const program = `${script}\n${asked.join("\n")}`;
  const env = { PATH: process.env["PATH"], HOME: home, AWS_CONFIG_FILE: join(home, "config") };
  const { stdout } = await run("bash", ["--norc", "-c", program], { env });
  expect(
    stdout
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => line.split(" ").filter(Boolean)),
  ).toEqual(TYPED.map(([, offered]) => offered));
});

test("zsh and fish get every command with its options, quoted", async () => {
  const { stdout: zsh } = await sluiceInProcess(["completion", "zsh"]);
  const { stdout: fish } = await sluiceInProcess(["completion", "fish"]);
  expect(zsh).toContain("'--endpoint-url[another endpoint than AWS, e.g. the lab'\\''s]:URL: '");
  expect(zsh).toContain("'*--exclude[leave out what matches (repeatable)]:PATTERN: '");
  expect(fish).toContain(
    "complete -c sluice -n '__fish_seen_subcommand_from lint' -l format -x -a 'text json sarif github' -d",
  );
  expect(fish).toContain("-d 'another endpoint than AWS, e.g. the lab\\'s'");
});

test("zsh and fish show what options do in the reader's language", async () => {
  const asked = (shell: string): string[] => ["completion", shell, "--lang", "ja"];
  const { stdout: zsh } = await sluiceInProcess(asked("zsh"));
  const { stdout: fish } = await sluiceInProcess(asked("fish"));
  expect(zsh).toContain("'*--exclude[一致するものを除く (複数指定可)]:PATTERN: '");
  expect(fish).toContain("-a jobs -d '`sync --on s3-batch` が始めたジョブ");
  expect(fish).toContain("-l size-only -d 'サイズだけで比べる'");
});

test("another shell is wrong usage, in the reader's language", async () => {
  expect(await sluiceInProcess(["completion", "tcsh", "--lang", "ja"])).toEqual({
    exit: 2,
    stdout: "",
    stderr:
      "sluice: `completion` に `tcsh` は使えません。`bash`、`zsh`、`fish` のどれかを指定してください\n",
  });
});

test("the manual page is what the commands say", async () => {
  const page = await readFile(join(import.meta.dirname, "..", "..", "man", "sluice.1"), "utf8");
  expect(page, "run `npm run docs:man` and commit the page").toBe(await manPage());
});
