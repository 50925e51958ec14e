import { compareUtf8, UsageError } from "../../aws/index.ts";
import type { Change } from "../compare/change.ts";
import { march, type Pair } from "../compare/march.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
import { type PlanSubject, readPlan } from "./plan-file.ts";
import type { Entry } from "../ports.ts";
import type { Sides } from "../sides/sides.ts";

const PAGE = 1_000;

/**
 * The pages of a saved plan. Both sides are listed first, to their ends, and nothing is handed out
 * unless every entry is as it was when the plan was made.
 */
export async function* plannedPages(
  path: string,
  subject: PlanSubject & { readonly sides: Pick<Sides, "source" | "destination"> },
): AsyncGenerator<PlannedPage, void, undefined> {
  yield* unchangedPages(path, subject);
  yield* inPages(readPlan(path, subject));
}

/** Changes that have been listed and counted before, in pages. */
export async function* inPages(
  changes: AsyncIterable<Change>,
): AsyncGenerator<PlannedPage, void, undefined> {
  let planned: Change[] = [];
  for await (const change of changes) {
    planned.push(change);
    if (planned.length < PAGE) continue;
    yield pageOf(planned);
    planned = [];
  }
  yield pageOf(planned);
}

function pageOf(planned: readonly Change[]): PlannedPage {
  return { planned, sourceEntries: 0, destinationEntries: 0, through: planned.at(-1)?.key };
}

async function* unchangedPages(
  path: string,
  subject: PlanSubject & { readonly sides: Pick<Sides, "source" | "destination"> },
): AsyncGenerator<PlannedPage, void, undefined> {
  const entries = readPlan(path, subject);
  let next = await entries.next();
  for await (const { pairs } of march(subject.sides.source, subject.sides.destination)) {
    let [sourceEntries, destinationEntries] = [0, 0];
    for (const pair of pairs) {
      const found = foundIn(pair);
      if (found === undefined) continue;
      if (found.source !== undefined) sourceEntries++;
      if (found.destination !== undefined) destinationEntries++;
      if (next.done === true) continue;
      const order = compareUtf8(found.key, next.value.key);
      if (order < 0) continue;
      if (order > 0 || !isAsPlanned(next.value, found)) throw planChanged(path, next.value);
      next = await entries.next();
    }
    yield { planned: [], sourceEntries, destinationEntries };
  }
  if (next.done !== true) throw planChanged(path, next.value);
}

interface Found {
  readonly key: string;
  readonly source?: Entry;
  readonly destination?: Entry;
}

function foundIn(pair: Pair): Found | undefined {
  switch (pair.kind) {
    case "both":
      return { key: pair.source.key, source: pair.source, destination: pair.destination };
    case "sourceOnly":
      return { key: pair.source.key, source: pair.source };
    case "destinationOnly":
      return { key: pair.destination.key, destination: pair.destination };
    case "obstacle":
      return undefined;
  }
}

/** Whether both sides show what they showed when a change was planned. */
export function isAsPlanned(
  change: Change,
  found: { readonly source?: Entry; readonly destination?: Entry },
): boolean {
  const source = change.kind === "delete" ? undefined : change.source;
  return isSame(source, found.source) && isSame(change.destination, found.destination);
}

function isSame(planned: Entry | undefined, found: Entry | undefined): boolean {
  return (
    planned?.size === found?.size &&
    planned?.etag === found?.etag &&
    planned?.modifiedMs === found?.modifiedMs
  );
}

/** The refusal of a plan one of whose entries is not as it was planned for. */
export function planChanged(path: string, { key }: Change): UsageError {
  return new UsageError({
    en: `cannot carry out the plan \`${path}\`: \`${key}\` has changed since, on one side or the other; make it anew with \`--dryrun --plan\``,
    ja: `計画 \`${path}\` を実行できません。\`${key}\` がその後どちらかの側で変わりました。\`--dryrun --plan\` で作り直してください`,
  });
}
