import stringWidth from "fast-string-width";
import { describe, expect, it } from "vitest";
import { wrapText } from "../../src/cli/render/wrap-text.ts";

describe("a text is wrapped", () => {
  it("at spaces, set in to where it began", () => {
    expect(wrapText("one two three four", { first: "why  ", width: 14 })).toEqual([
      "why  one two",
      "     three",
      "     four",
    ]);
  });

  it("between Japanese characters, which are two columns wide", () => {
    const lines = wrapText("バケットポリシーが拒否しています。", { first: "理由 ", width: 15 });
    expect(lines).toEqual(["理由 バケットポ", "     リシーが拒", "     否していま", "     す。"]);
    expect(lines.filter((line) => stringWidth(line) > 15)).toEqual([]);
  });

  it("never before a mark that ends a sentence, nor after a bracket that opens", () => {
    const lines = wrapText("あいう。えお（かき）", { first: "", width: 6 });
    expect(lines.filter((line) => /^[。）]|（$/.test(line))).toEqual([]);
    expect(lines.join("")).toBe("あいう。えお（かき）");
  });

  it("but an ARN stays whole, so that it can be copied", () => {
    const arn = "arn:aws:s3:::a-bucket-with-a-long-name/key";
    expect(wrapText(`on ${arn} now`, { first: "", width: 20 })).toEqual(["on", arn, "now"]);
  });

  it("and not at all where output goes to a file", () => {
    const text = "one two three four";
    expect(wrapText(text, { first: "  ", width: undefined })).toEqual([`  ${text}`]);
  });
});
