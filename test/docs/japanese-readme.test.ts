import { expect, test } from "vitest";
import { blocksOf, readPage } from "./doc-blocks.ts";

const ENGLISH = readPage("README.md");
const JAPANESE = readPage("README.ja.md");

const headingsOf = (page: string): readonly string[] =>
  Array.from(page.matchAll(/^(#+) /gm), ([, level = ""]) => level);
const linksOf = (page: string): readonly string[] =>
  Array.from(page.matchAll(/\]\(([^)]+)\)/g), ([, link = ""]) => link).filter(
    (link) => !link.startsWith("README"),
  );
const codeIn = (page: string): readonly string[] =>
  Array.from(page.replace(/```[^]*?```/g, "").matchAll(/`([^`]+)`/g), ([, code = ""]) =>
    code.replace(/\s+/g, " "),
  ).sort();

test("both have the same blocks, word for word", () => {
  const textsOf = (page: string): readonly string[] => blocksOf(page).map(({ text }) => text);
  expect(textsOf(JAPANESE)).toEqual(textsOf(ENGLISH));
});

test("both have the same sections, as deep", () => {
  expect(headingsOf(JAPANESE)).toEqual(headingsOf(ENGLISH));
});

test("both lead to the same pages, in the same order", () => {
  expect(linksOf(JAPANESE)).toEqual(linksOf(ENGLISH));
});

test("what one names in code the other names, too", () => {
  expect(new Set(codeIn(JAPANESE))).toEqual(new Set(codeIn(ENGLISH)));
});
