import { expect } from "vitest";
import { explainText } from "../../src/app/index.ts";
import type { Call, CauseCase } from "./cause-case.ts";
import { causeWorld, type CauseStage, openCauseStage } from "./cause-stage.ts";
import type { Printed } from "./sdk-call.ts";

/** Sends a command to the lab of a stage: by Sluice in this process, or by the real AWS CLI. */
export type Runner = (stage: CauseStage, call: Call) => Promise<Printed>;

/** Tells a case from its refusal to the same command's success, and what `explain` makes of it. */
export async function tellCase(each: CauseCase, run: Runner): Promise<void> {
  const refusal = await onStage(each, {}, (stage) => run(stage, each.call));
  expect({ fails: refusal.exit !== 0, text: refusal.text }).toEqual({
    fails: true,
    text: containing(each.refused),
  });
  const told = explainText(refusal.text).map(({ code, causes }) => ({ code, causes }));
  expect(told).toEqual([each.explain]);
  const { exit = 0, says = [] } = each.fix.ends ?? {};
  const mended = await sendMended(each, run);
  expect(mended).toMatchObject({ exit, text: containing(says) });
}

/** What the command prints once a fix is applied. */
export async function sendMended(each: CauseCase, run: Runner): Promise<Printed> {
  const { patch = {}, https, steps = [], grant, call = each.call } = each.fix;
  const { clockAheadMinutes = each.clockAheadMinutes } = each.fix;
  const mended = { ...each, https, ...(clockAheadMinutes !== undefined && { clockAheadMinutes }) };
  return onStage(mended, patch, async (stage) => {
    if (grant !== undefined) await stage.grant(each.call, grant);
    await doAll(stage, steps);
    return run(stage, call);
  });
}

/** Uses a lab with the world of a case, once what goes before has been done. */
export async function onStage<T>(
  each: CauseCase & { readonly https?: boolean | undefined },
  patch: object,
  use: (stage: CauseStage) => Promise<T>,
): Promise<T> {
  const { world, clockAheadMinutes, https, prepare = [] } = each;
  const stage = await openCauseStage({ world: causeWorld(world, patch), clockAheadMinutes, https });
  try {
    await doAll(stage, prepare);
    return await use(stage);
  } finally {
    await stage.close();
  }
}

async function doAll(stage: CauseStage, steps: NonNullable<CauseCase["prepare"]>): Promise<void> {
  for (const step of steps) {
    const { exit, text } = await stage.run(step);
    expect(`${step.run}: ${exit} ${exit === 0 ? "" : text}`).toBe(`${step.run}: 0 `);
  }
}

/** Every part is printed, in this order or another. */
export function containing(parts: readonly string[]): unknown {
  const ahead = parts.map((part) => `(?=[^]*${part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})`);
  return expect.stringMatching(new RegExp(`^${ahead.join("")}`));
}
