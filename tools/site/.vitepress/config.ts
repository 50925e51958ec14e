import { cp } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "vitepress";
import { SECTIONS } from "../sections.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const HOME = "README.md";

/** The address of a page of the repository. */
function addressOf(page: string): string {
  if (page === HOME) return "/";
  return `/${page.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}`;
}

export default defineConfig({
  title: "Sluice",
  description: "S3 sync across AWS accounts that says why not, and writes the fix",
  // The repository's own pages, where they are: links between them hold here and there.
  srcDir: ROOT,
  srcExclude: [
    "node_modules/**",
    "tools/**",
    "test/**",
    "dist/**",
    "coverage/**",
    "**/node_modules/**",
  ],
  outDir: join(import.meta.dirname, "..", "dist"),
  cacheDir: join(import.meta.dirname, "..", "node_modules", ".vitepress"),
  rewrites: { [HOME]: "index.md" },
  cleanUrls: true,
  lastUpdated: false,
  // Taken along below, like the other programs that pages lead to.
  ignoreDeadLinks: [/\/main\.tf$/],
  buildEnd: ({ outDir }) =>
    cp(join(ROOT, "examples"), join(outDir, "examples"), { recursive: true }),
  // Commands and what they print are 100 columns wide.
  head: [
    [
      "style",
      {},
      ".VPDoc.has-aside .content-container{max-width:920px!important}.vp-doc div[class*=language-] code{font-size:13px}",
    ],
  ],
  themeConfig: {
    nav: [
      { text: "Start here", link: "/docs/" },
      { text: "Causes", link: "/docs/causes" },
      { text: "日本語", link: "/README.ja" },
    ],
    sidebar: SECTIONS.map(({ text, items }) => ({
      text,
      items: items.map((item) => ({ text: item.text, link: addressOf(item.page) })),
    })),
    outline: [2, 3],
    search: { provider: "local" },
  },
});
