import { describe, expect, test } from "vitest";
import { explainText, isLookalike } from "../../src/app/index.ts";
import { loadCauseCases, loadShownTexts } from "./cause-case.ts";
import { causeWorld, checkOf } from "./cause-stage.ts";
import { onStage, tellCase } from "./tell-case.ts";

const lookalikes = loadCauseCases("lookalikes");
const catalogue = loadCauseCases("catalogue");
const texts = loadShownTexts();

describe("what looks like a denial and is none", () => {
  test.for(lookalikes)("%s", ([, each]) => tellCase(each, (stage, call) => stage.run(call)));

  test.for(lookalikes)("%s: explain calls it no lack of permission", async ([, each]) => {
    const { text } = await onStage(each, {}, (stage) => stage.run(each.call));
    const codes = explainText(text).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !isLookalike(code))).toEqual([]);
  });

  test.for(texts)("$name: explain calls it no lack of permission", ({ text, explain }) => {
    const told = explainText(text).map(({ code, causes }) => ({ code, causes }));
    expect(told).toEqual([explain]);
    expect(explainText(text).every(({ code }) => isLookalike(code))).toBe(true);
  });

  const also = catalogue.filter(([, { cause }]) =>
    ["C01", "C33", "C45", "C47", "C48"].includes(cause),
  );
  test.for(also)("%s: explain calls it no lack of permission", ([, { explain }]) => {
    expect(isLookalike(explain.code)).toBe(true);
  });

  const syncs = lookalikes.filter(([, { call }]) => call.run.startsWith("aws s3 sync"));
  test.for(syncs)("%s: check denies nothing", async ([, { call, world }]) => {
    expect((await checkOf(call, causeWorld(world))).verdict).not.toBe("denied");
  });
});
