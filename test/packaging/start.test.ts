import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const DIRECTORY = join(import.meta.dirname, "..", "..", "dist", "cli");

/** What decides permissions, reads refusals and lints: more than what lists and copies. */
const LATER = [
  "/node_modules/(?!fast-string)",
  "/src/(access|policy|lab|web|fleet)/",
  "/src/app/(check-job|explain-|grant|lint|probes|access-test)",
  "/src/cli/render/(render-check|render-diagnosis|told-run)",
  "/src/cli/catalogue/japanese/",
];

// What `cp`, `mv` and `rm` load as well.
test.each([
  ["sync", ["transfers", "english"], 580_000],
  ["ls", ["ls-command", "english"], 260_000],
  ["--version", [], 40_000],
])("%s begins with what it needs", (_, parts, mostBytes) => {
  const files = loadedWith(parts);
  const bytes = files.map((file) => textOf(file).length).reduce((sum, each) => sum + each, 0);
  const sources = files.flatMap(sourcesOf);
  expect(sources.filter((path) => LATER.some((later) => new RegExp(later).test(path)))).toEqual([]);
  expect(sources).toContain("../../src/cli/run.ts");
  expect(bytes).toBeLessThan(mostBytes);
  // To open another takes as long as to read 20 KB.
  expect(files.length).toBeLessThan(40);
});

/** The files of the program with the named parts of it, and all that they import before they run. */
function loadedWith(parts: readonly string[]): readonly string[] {
  const entries = parts.map((part) => {
    const [, file] =
      new RegExp(`import\\("./(${part}-[A-Z0-9]+[.]js)"\\)`).exec(allText("main.js")) ?? [];
    if (file === undefined) throw new Error(`nothing imports \`${part}\` late`);
    return file;
  });
  return withImports(["main.js", ...entries]);
}

function allText(entry: string): string {
  return withImports([entry]).map(textOf).join("\n");
}

function withImports(entries: readonly string[]): readonly string[] {
  const found = new Set(entries);
  for (const file of found) {
    for (const [, imported = ""] of textOf(file).matchAll(/(?:from|import)"[.]\/([^"]+)"/g)) {
      found.add(imported);
    }
  }
  return [...found];
}

function textOf(file: string): string {
  return readFileSync(join(DIRECTORY, file), "utf8");
}

function sourcesOf(file: string): readonly string[] {
  const map = JSON.parse(textOf(`${file}.map`)) as { readonly sources: readonly string[] };
  return map.sources;
}
