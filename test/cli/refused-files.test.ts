import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCorpus } from "../support/corpus.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

interface RefusedFile {
  readonly args: readonly string[];
  readonly text: string;
}

describe("a file that cannot be used is told of in the reader's language", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sluice-refused-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test.each(loadCorpus<RefusedFile, Readonly<Record<"en" | "ja", string>>>("words/refused-files"))(
    "%s",
    async (_name, { given: { args, text }, want }) => {
      const file = join(directory, "file.yaml");
      await writeFile(file, text);
      const tell = async (language: string): Promise<string> => {
        const words = args.map((word) => (word === "FILE" ? file : word));
        const ran = await sluiceInProcess([...words, "--lang", language]);
        expect(ran.exit).not.toBe(0);
        return (ran.stdout + ran.stderr).replaceAll(file, "FILE");
      };
      expect(await tell("en")).toContain(want.en);
      expect(await tell("ja")).toContain(want.ja);
    },
  );
});
