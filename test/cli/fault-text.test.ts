import { expect, test } from "vitest";
import { english } from "../../src/cli/catalogue/english/english.ts";
import { japanese } from "../../src/cli/catalogue/japanese/japanese.ts";
import { faultText } from "../../src/cli/render/fault-text.ts";

// What Node says of an import whose file is not there (Node.js documentation, Errors, `ERR_MODULE_NOT_FOUND`).
const GONE = Object.assign(new Error("Cannot find module '/a/told-run.js'"), {
  code: "ERR_MODULE_NOT_FOUND",
});

test.each([
  ["a part that an update took away", GONE, ["run the command again", "もう一度実行してください"]],
  ["anything else", new Error("no"), ["please report it", "報告してください"]],
] as const)("of %s the reader is told what to do", (_, error, [inEnglish, inJapanese]) => {
  const [first = "", second = ""] = faultText(error, english).split("\n");
  expect(first).toContain(inEnglish);
  expect(second).toContain(error.message);
  expect(faultText(error, japanese).split("\n")[0]).toContain(inJapanese);
});

test("what is thrown and is no error is told as it is", () => {
  expect(faultText("no", english)).toBe("this is a fault of sluice, please report it\nno");
});
