import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { SECTIONS } from "../../tools/site/sections.ts";
import { PAGES, readPage, ROOT } from "./doc-blocks.ts";

interface Link {
  readonly page: string;
  readonly to: string;
}

function linksOf(page: string): readonly Link[] {
  const prose = readPage(page)
    .replace(/^ *```[^]*?^ *```/gm, "")
    .replace(/`[^`\n]*`/g, "");
  const found = prose.matchAll(/\]\(([^)\s]+)\)/g);
  return Array.from(found, ([, to = ""]) => ({ page, to })).filter(({ to }) => !/^\w+:/.test(to));
}

/** A heading as GitHub and the site make its anchor. */
function anchorsIn(page: string): readonly string[] {
  const headings = readPage(page).matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );
}

function isThere({ page, to }: Link): boolean {
  const [path = "", anchor] = to.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return false;
  if (anchor === undefined || statSync(join(ROOT, file)).isDirectory()) return true;
  return anchorsIn(file).includes(anchor);
}

const LINKS = PAGES.flatMap(linksOf);

test("every link of every page leads somewhere", () => {
  expect(LINKS.length).toBeGreaterThan(50);
  expect(LINKS.filter((link) => !isThere(link))).toEqual([]);
});

test("the site's sections name every page once", () => {
  const named = SECTIONS.flatMap(({ items }) => items.map(({ page }) => page));
  const decisions = PAGES.filter((page) => page.startsWith("docs/decisions/"));
  expect([...named, ...decisions].sort()).toEqual([...PAGES].sort());
});
