import * as v from "valibot";
import { sentenceSaid } from "../../aws/index.ts";
import { checkWorld } from "./check-world.ts";
import { findClashes } from "./find-clashes.ts";
import { settleWorld } from "./settle-world.ts";
import { type WorldProblem, worldProblem } from "./world-problem.ts";
import type { World } from "./world.ts";
import { writtenWorld } from "./written-world.ts";

/** The result of reading a world file: the world, or everything that is wrong with the file. */
export type ParsedWorld =
  | { readonly ok: true; readonly value: World }
  | { readonly ok: false; readonly problems: readonly WorldProblem[] };

/** Reads the value of a world file (YAML or JSON, already parsed) and fills in what it leaves out. */
export function parseWorld(value: unknown): ParsedWorld {
  const written = v.safeParse(writtenWorld, value);
  if (!written.success) return { ok: false, problems: written.issues.map(problemOf) };
  const misfits = checkWorld(written.output);
  if (misfits.length > 0) return { ok: false, problems: misfits };
  const world = settleWorld(written.output);
  const clashes = findClashes(world);
  return clashes.length > 0 ? { ok: false, problems: clashes } : { ok: true, value: world };
}

function problemOf(issue: v.BaseIssue<unknown>): WorldProblem {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  return worldProblem(path, sentenceSaid(issue.message));
}
