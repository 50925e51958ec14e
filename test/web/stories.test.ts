import { describe, expect, test } from "vitest";
import { pageStories } from "../../scripts/page-stories.ts";
import type { Answer } from "../../src/web/ui/view/answers.ts";
import { fixOf } from "../../src/web/ui/view/fix-of.ts";
import type { PageState } from "../../src/web/ui/view/fragment.ts";
import { type Look, lookAt, readWorld } from "../../src/web/ui/view/look-at.ts";
import { startOf } from "../../src/web/ui/view/start-of.ts";
import { countVerdicts } from "../../src/web/ui/view/count-verdicts.ts";
import { decisionVerdict } from "../../src/policy/index.ts";
import { wayOf } from "../../src/web/ui/view/gates.ts";
import { loadCauseCases } from "../causes/cause-case.ts";

const given = pageStories();
const cases = loadCauseCases("catalogue").map(([, one]) => one);
const wanted = new Map(cases.map(({ world, check }) => [world, check]));

function lookOf(id: string, picked: Partial<PageState> = {}): Look {
  const read = readWorld(id, given, undefined);
  if (read.kind !== "read") throw new Error(`story \`${id}\`: ${read.kind}`);
  const look = lookAt(read, { ...startOf({ language: "en" }), ...picked }, given);
  if (look.kind !== "answered") throw new Error(`story \`${id}\`: ${look.problem.en}`);
  return look;
}

const looks = new Map(given.stories.map(({ id }) => [id, lookOf(id)]));

/** Every permission of a story's run, answered. */
function answersIn(id: string): readonly Answer[] {
  return looks.get(id)?.after.all ?? [];
}

function nameOf({ action, bucket }: Answer["need"]): string {
  return `${action} ${bucket}`;
}

describe("the page answers a story as `sluice check` does", () => {
  test("there are at least ten", () => {
    expect(given.stories.length).toBeGreaterThan(10);
  });

  test.for(given.stories.filter(({ id }) => wanted.has(id)))("$id: $titles.en", ({ id }) => {
    const all = answersIn(id);
    const want = wanted.get(id);
    const denied = want?.findings.flatMap((finding) => finding.denied) ?? [];
    // The check tells of what only large objects take beside what stops everything, and leaves it open elsewhere.
    const told = all.filter(
      ({ need, verdict, hangsOnSize }) =>
        verdict === "denied" || (hangsOnSize === true && denied.includes(nameOf(need))),
    );
    expect(told.map(({ need }) => nameOf(need)).sort()).toEqual([...denied].sort());
    expect(all.some((one) => one.verdict === "unknown" && !told.includes(one))).toBe(
      want?.open !== undefined,
    );
  });

  test.for(given.stories)(
    "$id: the line ends at a gate exactly where it is not allowed",
    ({ id }) => {
      for (const { decision } of answersIn(id)) {
        const { gates, endsAt } = wayOf(decision);
        expect(gates[endsAt]?.state ?? "open").toBe(
          { allowed: "open", denied: "shut", unknown: "unknown" }[decisionVerdict(decision)],
        );
        expect(gates.filter(({ isBehind }) => isBehind)).toHaveLength(
          endsAt === -1 ? 0 : gates.length - endsAt - 1,
        );
      }
    },
  );

  // AWS refuses every put of a policy that names a deleted role, as that of C13 does.
  const granted = given.stories.filter(
    ({ id }) => id !== "c13" && wanted.get(id)?.findings.every(({ remedy }) => remedy === "grant"),
  );
  test.for(granted)("$id: its fix leaves nothing denied", ({ id }) => {
    const { after } = lookOf(id, { edits: fixOf(lookOf(id).before, new Map()) });
    expect(countVerdicts(after.all).denied).toBe(0);
  });

  test.for(["c13", "c14"])("%s: no statement mends it", (id) => {
    const edits = new Map();
    expect(fixOf(lookOf(id).before, edits)).toBe(edits);
  });
});

describe("what only large objects take", () => {
  const large = cases.find(({ cause }) => cause === "C43");
  const verdictsIf = (said: PageState["large"]): readonly string[] =>
    lookOf("c43", { large: said }).after.all.map(
      ({ need, verdict }) => `${need.action} ${need.bucket}: ${verdict}`,
    );

  test("is unknown until somebody says whether there are any, as for a check that finds no sizes", () => {
    const { dependsOnSize, all } = lookOf("c43").after;
    expect(dependsOnSize).toBe(true);
    expect(all.filter(({ hangsOnSize }) => hangsOnSize).map(({ verdict }) => verdict)).toEqual([
      "unknown",
    ]);
    expect(large?.check?.verdict).toBe("unknown");
  });

  test("is denied where there are some, as for a check that sees one", () => {
    const denied = (large?.live?.findings ?? []).flatMap((finding) => finding.denied);
    expect(denied).toHaveLength(1);
    expect(verdictsIf("some")).toEqual(
      expect.arrayContaining(denied.map((one) => `${one}: denied`)),
    );
  });

  test("is not asked for where there are none", () => {
    expect(verdictsIf("none")).not.toContainEqual(expect.stringContaining("kms:Decrypt dst-"));
    expect(
      new Set(lookOf("c43", { large: "none" }).after.all.map(({ verdict }) => verdict)),
    ).toEqual(new Set(["allowed"]));
  });

  test.each([
    { said: undefined, denied: 0 },
    { said: "some", denied: 0 },
    { said: "none", denied: 1 },
  ] as const)("is in the fix unless there are none: $said", ({ said, denied }) => {
    const edits = fixOf(lookOf("c43", { large: said }).before, new Map());
    expect(countVerdicts(lookOf("c43", { large: "some", edits }).after.all).denied).toBe(denied);
  });

  test("is no question where no key is", () => {
    expect(lookOf("two-accounts").after.dependsOnSize).toBe(false);
  });
});
