import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { english } from "../../src/cli/catalogue/english/english.ts";
import { japanese } from "../../src/cli/catalogue/japanese/japanese.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";
import { temporaryDirectory } from "../sync/run.ts";

test("what `--verify` finds is set right by the command that is told, not by going on", async () => {
  const [lab, home] = [await startStoryLab(), temporaryDirectory()];
  onTestFinished(() => lab.close());
  await writeFile(join(home, "config"), lab.awsConfig(), { mode: 0o600 });
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  onTestFinished(() => void vi.unstubAllEnvs());
  const sync = (...words: readonly string[]): ReturnType<typeof sluiceInProcess> => {
    const ends = [".", `s3://${STORY.source}`, "--profile", "dev-a"];
    const chosen = ["--exclude", "*", "--include", "a.txt", "--verify", ...words];
    return sluiceInProcess(["sync", ...ends, ...chosen], {
      cwd: home,
      env: { XDG_STATE_HOME: home },
    });
  };
  const file = join(home, "a.txt");
  await writeFile(file, "1");
  expect(await sync()).toMatchObject({ exit: 0, stderr: "" });
  await writeFile(file, "2");
  await utimes(file, 0, 0);
  const found = await sync();
  expect(found.exit).toBe(1);
  expect(found.stderr).toBe(
    `verify failed: ./a.txt to s3://${STORY.source}/a.txt has another content\n` +
      "what `--verify` found is set right by the same command with `--checksum`: by size and time it may look right\n",
  );
  const bySize = await sync("--size-only", "--lang", "ja");
  expect(bySize.stderr).toContain("同じコマンドに `--size-only` の代わりに `--checksum` を付けて");
  expect((await sync("--json")).stderr).toBe("");
  expect(await sync("--checksum")).toMatchObject({ exit: 0, stderr: "" });
});

test.each([
  [{ byContent: false, without: [] }, "command with `--checksum`: by", "に `--checksum` を付けて"],
  [
    { byContent: false, without: ["`--source-inventory`"] },
    "with `--checksum` in place of `--source-inventory`: by",
    "に `--source-inventory` の代わりに `--checksum` を付けて",
  ],
  [{ byContent: true, without: [] }, "command, run again", "コマンドをもう一度実行"],
  [
    { byContent: true, without: ["`--source-inventory`"] },
    "command without `--source-inventory`",
    "コマンドを `--source-inventory` なしで実行",
  ],
])("%j is told in both languages", (run, en, ja) => {
  expect(english.sync.setRight(run)).toContain(en);
  expect(japanese.sync.setRight(run)).toContain(ja);
});
