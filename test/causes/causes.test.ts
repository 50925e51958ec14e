import { describe, expect, test } from "vitest";
import { explainText } from "../../src/app/index.ts";
import { loadAwaitingCauses, loadCauseCases } from "./cause-case.ts";
import { causeWorld, checkOf } from "./cause-stage.ts";
import { checkText, seenCheck } from "./seen-check.ts";
import { onStage, tellCase } from "./tell-case.ts";

const catalogue = loadCauseCases("catalogue");
const awaiting = loadAwaitingCauses();

describe("the catalogue of causes", () => {
  test("has a case for each of its 52 rows", () => {
    const ids = Array.from({ length: 52 }, (_, i) => `C${String(i + 1).padStart(2, "0")}`);
    const told = [
      ...catalogue.map(([, { cause }]) => cause),
      ...awaiting.map(({ cause }) => cause),
    ];
    expect(told.sort()).toEqual(ids);
  });

  test.for(catalogue)("%s: is refused in AWS's words, and passes when it is mended", ([, each]) =>
    tellCase(each, (stage, call) => stage.run(call)),
  );

  test.for(
    catalogue.flatMap(([name, { call, world, check }]) =>
      check ? [{ name, call, world, check }] : [],
    ),
  )(
    "$name: is what check names on the world alone",
    async ({ call, world, check: { says = [], ...want } }) => {
      const result = await checkOf(call, causeWorld(world));
      expect(seenCheck(result)).toEqual(want);
      for (const part of says) expect(checkText(result)).toContain(part);
    },
  );

  test.for(
    catalogue.flatMap(([name, each]) => (each.live ? [{ name, each, live: each.live }] : [])),
  )(
    "$name: is what check names on what it reads of the lab",
    async ({ each, live: { owners, organization, says = [], ...want } }) => {
      const through = { owners, ...(organization !== undefined && { organization }) };
      const result = await onStage(each, {}, (stage) => stage.check(each.call, through));
      expect(seenCheck(result)).toEqual(want);
      for (const part of says) expect(checkText(result)).toContain(part);
    },
  );

  test.for(catalogue)("%s: is among what explain and check name", ([, each]) => {
    expect(each.explain.causes).toContain(each.cause);
    const { findings = [], open = [], foreseen = [] } = each.check ?? {};
    const first = findings.map(({ causes: [cause] }) => cause);
    expect(each.check !== undefined ? [...first, ...open, ...foreseen] : [each.cause]).toContain(
      each.cause,
    );
  });

  test.for(awaiting)("$cause: is what explain reads in AWS's words", ({ text, explain }) => {
    const told = explainText(text).map(({ code, causes }) => ({ code, causes }));
    expect(told).toEqual([explain]);
  });
});
