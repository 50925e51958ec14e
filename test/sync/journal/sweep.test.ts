import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sweepJournals } from "../../../src/sync/journal/journal-directory.ts";

test("journals that other runs make and remove meanwhile are no fault of a sweep", async () => {
  const directory = await mkdtemp(join(tmpdir(), "sluice-sweep-"));
  try {
    const path = join(directory, "0a1b2c3d.jsonl");
    const churn = async (): Promise<void> => {
      for (let i = 0; i < 300; i++) {
        await writeFile(path, "{}\n");
        await rm(path, { force: true });
      }
    };
    const sweep = async (): Promise<void> => {
      for (let i = 0; i < 300; i++) await sweepJournals(directory, []);
    };
    await expect(Promise.all([churn(), sweep()])).resolves.toBeDefined();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
