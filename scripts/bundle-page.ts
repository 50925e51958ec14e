import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { dataBlock } from "../src/web/page-html.ts";
import { pageStories } from "./page-stories.ts";

const ROOT = join(import.meta.dirname, "..");
const PAGE = join(ROOT, "src", "web", "ui", "page");

const BUILD = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  charset: "utf8",
  // A classic script also runs where the page is opened as a file.
  format: "iife",
  platform: "browser",
  target: "es2022",
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Builds the page into a directory: one document, two scripts, one style; tells which files went in. */
export async function bundlePage(directory: string): Promise<readonly string[]> {
  const page = await build({
    ...BUILD,
    entryPoints: [join(PAGE, "main.tsx")],
    outfile: join(directory, "page.js"),
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const tools = await build({
    ...BUILD,
    entryPoints: [join(ROOT, "scripts", "page-tools.ts")],
    outfile: join(directory, "tools.js"),
    globalName: "sluiceTools",
  });
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(PAGE, "page.css"), join(directory, "page.css"));
  const html = readFileSync(join(PAGE, "index.html"), "utf8");
  writeFileSync(
    join(directory, "index.html"),
    html.replace("</head>", () => `${dataBlock("given", pageStories())}</head>`),
  );
  return [page, tools].flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
