import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { coveragePage } from "../../scripts/coverage-page.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "lab-coverage.md");

test("docs/lab-coverage.md is as the lab's tables of operations are", async () => {
  const there = await readFile(PAGE, "utf8");
  expect(there, "run `npm run docs:coverage` and commit the page").toBe(await coveragePage());
});
