import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT: string = join(import.meta.dirname, "..", "..");

/** Pages for readers: at the root, of `docs/`, and beside examples. */
export const PAGES: readonly string[] = [
  ...namesIn("."),
  ...namesIn("docs"),
  ...namesIn("docs/tasks"),
  ...namesIn("docs/decisions"),
  ...namesIn("examples"),
  ...namesIn("examples/terraform"),
];

function namesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => (folder === "." ? name : `${folder}/${name}`));
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** A fenced block of a page. */
export interface DocBlock {
  /** The line of the page on which its fence opens. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order; those that are set in belong to list items. */
export function blocksOf(markdown: string): readonly DocBlock[] {
  const blocks: DocBlock[] = [];
  let open:
    { readonly line: number; readonly indent: string; readonly language: string } | undefined;
  let text: string[] = [];
  for (const [at, line] of markdown.split("\n").entries()) {
    const fence = /^( *)```(.*)$/.exec(line);
    if (fence !== null && open !== undefined) {
      blocks.push({ line: open.line, language: open.language, text: text.join("\n") });
      open = undefined;
    } else if (fence !== null) {
      const [, indent = "", language = ""] = fence;
      open = { line: at + 1, indent, language };
      text = [];
    } else if (open !== undefined) {
      text.push(line.slice(open.indent.length));
    }
  }
  if (open !== undefined) throw new Error(`the block of line ${open.line} has no end`);
  return blocks;
}

/** A command that a block tells the reader to type, and what the block shows that it prints. */
export interface DocCommand {
  readonly line: number;
  readonly text: string;
  /** Undefined where nothing is shown, as in `sh` blocks. */
  readonly shown: readonly string[] | undefined;
}

/** The commands of `sh` blocks, one to a line, and of `console` blocks, those after `$ `. */
export function commandsOf({ line, language, text }: DocBlock): readonly DocCommand[] {
  const commands: { line: number; text: string; shown: string[] | undefined }[] = [];
  let goesOn = false;
  for (const [at, raw] of text.split("\n").entries()) {
    const last = commands.at(-1);
    if (goesOn && last !== undefined) {
      last.text += raw.replace(/\\$/, "");
    } else if (language === "sh") {
      if (raw.trim() === "" || raw.startsWith("#")) continue;
      commands.push({ line: line + at + 1, text: raw.replace(/\\$/, ""), shown: undefined });
    } else if (raw.startsWith("$ ")) {
      commands.push({ line: line + at + 1, text: raw.slice(2).replace(/\\$/, ""), shown: [] });
    } else {
      last?.shown?.push(raw);
      continue;
    }
    goesOn = raw.endsWith("\\");
  }
  return commands;
}
