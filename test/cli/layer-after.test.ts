import { expect, test } from "vitest";
import { layerAfter } from "../../src/cli/catalogue/japanese/layers.ts";

test("in Japanese a space stands before the Latin letters of a layer, and before nothing else", () => {
  expect(layerAfter("の", "keyPolicy")).toBe("の KMS キーポリシー");
  expect(layerAfter("の", "resource")).toBe("のバケットポリシー");
});
