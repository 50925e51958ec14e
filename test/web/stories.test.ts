import { describe, expect, test } from "vitest";
import { pageStories } from "../../scripts/page-stories.ts";
import type { Answer } from "../../src/web/ui/view/answers.ts";
import type { Edits } from "../../src/web/ui/view/edits.ts";
import { fixOf } from "../../src/web/ui/view/fix-of.ts";
import { type Look, lookAt, readWorld } from "../../src/web/ui/view/look-at.ts";
import { startOf } from "../../src/web/ui/view/start-of.ts";
import { countVerdicts } from "../../src/web/ui/view/count-verdicts.ts";
import { decisionVerdict } from "../../src/policy/index.ts";
import { wayOf } from "../../src/web/ui/view/gates.ts";
import { loadCauseCases } from "../causes/cause-case.ts";

const given = pageStories();
// The page tells of every permission; of those of large objects alone the cases tell where there is one, on the lab.
const wanted = new Map(
  loadCauseCases("catalogue").map(([, { cause, world, check, live }]) => [
    world,
    cause === "C43" ? live : check,
  ]),
);

function lookOf(id: string, edits: Edits = new Map()): Look {
  const read = readWorld(id, given, undefined);
  if (read.kind !== "read") throw new Error(`story \`${id}\`: ${read.kind}`);
  const look = lookAt(read, { ...startOf({ language: "en" }), edits }, given);
  if (look.kind !== "answered") throw new Error(`story \`${id}\`: ${look.problem}`);
  return look;
}

const looks = new Map(given.stories.map(({ id }) => [id, lookOf(id)]));

/** Every permission of a story's run, answered. */
function answersIn(id: string): readonly Answer[] {
  return looks.get(id)?.after.all ?? [];
}

describe("the page answers a story as `sluice check` does", () => {
  test("there are at least ten", () => {
    expect(given.stories.length).toBeGreaterThan(10);
  });

  test.for(given.stories.filter(({ id }) => wanted.has(id)))("$id: $titles.en", ({ id }) => {
    const all = answersIn(id);
    const denied = all
      .filter(({ decision }) => decisionVerdict(decision) === "denied")
      .map(({ need }) => `${need.action} ${need.bucket}`);
    const want = wanted.get(id);
    expect(denied.sort()).toEqual(want?.findings.flatMap((finding) => finding.denied).sort());
    expect(all.some(({ decision }) => decision.outcome === "unknown")).toBe(
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
    const { after } = lookOf(id, fixOf(lookOf(id).before, new Map()));
    expect(countVerdicts(after.all.map(({ decision }) => decision)).denied).toBe(0);
  });

  test.for(["c13", "c14"])("%s: no statement mends it", (id) => {
    const edits = new Map();
    expect(fixOf(lookOf(id).before, edits)).toBe(edits);
  });
});
