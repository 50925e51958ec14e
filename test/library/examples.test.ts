import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sync, type SyncReport } from "../../src/index.ts";
import type { Lab } from "../../src/lab/index.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples");

/** What each prints, in the order in which they are run: the grant opens the way for the sync. */
const PRINTED: Readonly<Record<string, readonly string[]>> = {
  "check-offline": ["denied"],
  check: ["denied", "s3:ListBucket: resource of 222222222222 (C10)"],
  decide: ["implicitDeny", "identity Resource arn:aws:s3:::dev-a/logs/*"],
  explain: [
    'resource-policy-silent {"who":"bucketOwner","account":"unknown"} C10 C11 C09 C07 C02 C18',
  ],
  grant: ["7 of 7 permissions proved", "bucketPolicy in 222222222222", "applied as profile dev-b"],
  "lab-in-tests": ["dev-a dev-a-carol dev-b", "403 AccessDenied"],
  sync: ["copy 5", "done 0"],
};

let lab: Lab;
let home: string;
let last: SyncReport | undefined;

beforeAll(async () => {
  lab = await startStoryLab();
  home = await openHome(lab.awsConfig());
  const files = join(home, "files");
  await mkdir(files);
  await writeFile(join(files, "a.txt"), "hello");
  const upload = { source: files, destination: `s3://${STORY.source}`, profile: "dev-a" };
  for await (const event of sync(upload)) last = event;
});

afterAll(async () => {
  await lab.close();
  await closeHome(home);
});

test("a file is up before the examples begin", () => {
  expect(last).toMatchObject({ type: "done", exitCode: 0 });
});

test.for(Object.entries(PRINTED))("examples/%s.ts does what it says", async ([name, lines]) => {
  const said: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: readonly unknown[]) => {
    said.push(words.map(String).join(" "));
  });
  try {
    await import(join(EXAMPLES, `${name}.ts`));
  } finally {
    log.mockRestore();
  }
  expect(said).toEqual(lines);
});

test("no example is left out", async () => {
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith(".ts"));
  expect(names.sort()).toEqual(
    Object.keys(PRINTED)
      .map((name) => `${name}.ts`)
      .sort(),
  );
});
