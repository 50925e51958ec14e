import { describe, expect, test } from "vitest";
import { type Call, type CauseCase, loadCauseCases, loadTraps, type Trap } from "./cause-case.ts";
import { causeWorld, checkOf, grantsOf } from "./cause-stage.ts";
import { containing, sendMended } from "./tell-case.ts";

const stories = new Map(loadCauseCases("catalogue").map(([, each]) => [each.cause, each]));
const traps = loadTraps();

describe("fixes that look right and fail", () => {
  test.for(traps)("$trap: $name", async (trap) => {
    const { exit, text } = await sendMended(storyOf(trap), (stage, call) => stage.run(call));
    expect({ fails: exit !== 0, text }).toEqual({ fails: true, text: containing(trap.refused) });
  });

  const checked = traps.filter(({ fix, of }) => isSync(fix.call ?? stories.get(of)?.call));
  test.for(checked)("$trap: check is not taken in", async (trap) => {
    const { call, world, fix } = storyOf(trap);
    const { verdict } = await checkOf(fix.call ?? call, causeWorld(world, fix.patch));
    expect(verdict).not.toBe("allowed");
  });

  test.for(checked)("$trap: grant finds what is still missing", async (trap) => {
    const { call, world, fix } = storyOf(trap);
    const proposals = await grantsOf(fix.call ?? call, causeWorld(world, fix.patch));
    const refused = proposals.flatMap(({ refusals }) => refusals.map(({ code }) => code));
    const added = proposals.flatMap(({ edits }) => edits.flatMap((edit) => edit.added));
    const open = proposals.flatMap(({ proof }) =>
      proof.filter(({ need, outcome }) => need.essential && outcome !== "allowed"),
    );
    expect(added.length + refused.length + open.length).toBeGreaterThan(0);
    // What stays closed is said to.
    expect(open.filter(({ outcome }) => outcome === "denied").length > 0).toBe(
      refused.some((code) => code !== "policy-public"),
    );
  });
});

function isSync(call: Call | undefined): boolean {
  return call?.run.startsWith("aws s3 sync") === true;
}

/** The story of the cause, with the fix that fails in place of the one that works. */
function storyOf({ of, fix }: Trap): CauseCase {
  const story = stories.get(of);
  if (story === undefined) throw new Error(`no case \`${of}\``);
  return { ...story, fix };
}
