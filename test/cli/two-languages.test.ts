import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const SOURCES = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join("src", path), "utf8") }));

/** The literals that stand as the Japanese half of a sentence, with escaped backticks. */
function japaneseIn(text: string): readonly string[] {
  return [...text.matchAll(/\bja:\s*(?:`((?:\\`|[^`])*)`|"([^"]*)")/g)].map(
    ([, template, plain]) => template ?? plain ?? "",
  );
}

describe("what a person can mend is said in both languages", () => {
  test("an error has an English message and a Japanese sentence", () => {
    const error = new UsageError({ en: "cannot read `a`", ja: "`a` を読み込めません" });
    expect(error.message).toBe("cannot read `a`");
    expect(error.sentence.ja).toBe("`a` を読み込めません");
  });

  test.for([
    ["en", "sluice: this is a fault of sluice, please report it"],
    ["ja", "sluice: このプログラムの不具合です。お手数ですが報告してください"],
  ] as const)("%s: a fault of ours keeps its stack", async ([language, said]) => {
    const onOutput = (): never => {
      throw new Error("nobody planned for it");
    };
    const ran = await sluiceInProcess(["--help", "--lang", language], { onOutput });
    expect(ran.exit).toBe(255);
    expect(ran.stderr).toMatch(`${said}\nError: nobody planned for it\n    at `);
  });

  test("no error is thrown with a text in one language alone", () => {
    const bare = SOURCES.filter(({ text }) => /new UsageError\(\s*[`"']/.test(text));
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  test("what stands for Japanese is Japanese, but for names alone", () => {
    const sentences = SOURCES.flatMap(({ text }) => japaneseIn(text));
    const words = sentences.map((text) => text.replaceAll(/\\`[^`]*\\`|\$\{[^}]*\}|`[^`]*`/g, ""));
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((text) => /[a-z]/.test(text) && !/[ぁ-んァ-ヶ一-龠]/.test(text))).toEqual(
      [],
    );
  });
});
