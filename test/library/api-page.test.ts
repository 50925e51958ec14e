import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiPage } from "../../scripts/api-page.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "api.md");

test("the reference of the library is what the sources say", async () => {
  const page = await readFile(PAGE, "utf8");
  expect(page, "run `npm run docs:api` and commit the page").toBe(await apiPage());
});

test.each(["LargeObjects", "Sentence"])(
  "the reference declares %s, which others name",
  async (name) => {
    const [, library = ""] = /\n## sluice\n([^]*?)\n## /.exec(await readFile(PAGE, "utf8")) ?? [];
    expect(library).toContain(`\ntype ${name} =`);
  },
);

test("every function and constant of the library says what it promises", async () => {
  const [, library = ""] = /\n## sluice\n([^]*?)\n## /.exec(await readFile(PAGE, "utf8")) ?? [];
  const bare = [...library.matchAll(/### (\w+)\n+```/g)].map(([, name]) => name);
  expect(bare).toEqual([]);
});
