import { expect, test } from "vitest";
import { jsonLine } from "../../src/cli/render/json-line.ts";

test.each<readonly [string, unknown, unknown]>([
  ["what is said in two languages is English", { en: "no", ja: "いいえ" }, "no"],
  [
    "tags of those names beside others stay",
    { en: "1", ja: "2", fr: "3" },
    { en: "1", ja: "2", fr: "3" },
  ],
  ["what is no text stays", { en: 1, ja: 2 }, { en: 1, ja: 2 }],
  ["one of the two stays", { en: "1" }, { en: "1" }],
])("%s", (_, given, want) => {
  expect(JSON.parse(jsonLine("row", { given }))).toEqual({ v: 1, type: "row", given: want });
});
