import { wrapText } from "./wrap-text.ts";

/** The lines of a text, set in behind the label that it begins with; not wrapped where `width` is undefined. */
export function wrapBehindLabel(text: string, width: number | undefined): string {
  const [, label = "", rest = ""] = /^(\S+ {2,})?(.*)$/s.exec(text) ?? [];
  return wrapText(rest, { first: label, width })
    .map((line) => `${line}\n`)
    .join("");
}
