import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { dataBlock } from "../src/web/page-html.ts";
import { pageStories } from "./page-stories.ts";

const ROOT = join(import.meta.dirname, "..");
const PAGE = join(ROOT, "src", "web", "ui", "page");

/** Builds the page into a directory: one document, one script, one style; tells which files went in. */
export async function bundlePage(directory: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(PAGE, "main.tsx")],
    outfile: join(directory, "page.js"),
    bundle: true,
    minify: true,
    // A classic script also runs where the page is opened as a file.
    format: "iife",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    metafile: true,
    logLevel: "warning",
  });
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(PAGE, "page.css"), join(directory, "page.css"));
  const html = readFileSync(join(PAGE, "index.html"), "utf8");
  writeFileSync(
    join(directory, "index.html"),
    html.replace("</head>", () => `${dataBlock("given", pageStories())}</head>`),
  );
  return Object.keys(metafile.inputs);
}
