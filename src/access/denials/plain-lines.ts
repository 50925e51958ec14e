import { unwrapLines } from "./unwrap-lines.ts";

const escape = String.fromCharCode(27);
const bell = String.fromCharCode(7);
const ansi = new RegExp(
  `${escape}\\[[0-9;?:]*[A-Za-z]|${escape}\\][^${escape}${bell}]*(?:${bell}|${escape}\\\\)`,
  "g",
);

// Boxes of Terraform, quotes of mails and of Markdown.
const margin = /^\s*[│╷╵>]+ ?/;

/** Lines without colours, boxes, quoting marks and the escapes of JSON, XML and HTML. */
export function plainLines(text: string, isStart: (line: string) => boolean): readonly string[] {
  const lines = text
    .replace(ansi, "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(margin, ""));
  return unwrapLines(lines, isStart)
    .map(unescape)
    .filter((line) => line !== "")
    .map((line) => line.replace(/^[\s│╷╵>]+/, "").trimEnd());
}

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  "#34": '"',
  "#x22": '"',
  apos: "'",
  "#39": "'",
  "#x27": "'",
  lt: "<",
  gt: ">",
  nbsp: " ",
  "#160": " ",
  u0022: '"',
  u0027: "'",
  u003c: "<",
  u003e: ">",
  u0026: "&",
};

function unescape(line: string): string {
  return line
    .replaceAll("&amp;", "&")
    .replaceAll(/&(#?\w{2,4});/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replaceAll(/\\+(u00\w\w)/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replaceAll(/\\+"/g, '"')
    .replaceAll(/\\+[nt]/g, " ")
    .replaceAll("\u00a0", " ")
    .replaceAll(/[“”„](arn:[^“”"\s]*)[“”]/g, '"$1"');
}
