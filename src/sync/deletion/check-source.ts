import { type Sentence, ToldError, UsageError } from "../../aws/index.ts";
import { keyFilter, rootedFilters } from "../listing/filter.ts";
import { sightingsIn } from "../listing/side-listing.ts";
import type { SyncOptions } from "../options.ts";
import { formatPlace, type Place } from "../sides/place.ts";
import type { Sides } from "../sides/sides.ts";
import type { SyncCounts } from "../report/sync-counts.ts";

/** A run whose transfers are done, about to delete. */
export interface Deleting {
  readonly source: Place;
  readonly destination: Place;
  readonly options: SyncOptions;
  readonly sides: Pick<Sides, "isSourceThere">;
  /** Opens both sides anew. */
  readonly reopen: () => Promise<Pick<Sides, "source">>;
  readonly counts: SyncCounts;
  /** How many are to be deleted. */
  readonly objects: number;
  /** Which part of the keys is worked on, where it is not all: a part may well be empty. */
  readonly range?: unknown;
}

/**
 * Throws when the source shows nothing, or nothing that the filters leave: that is a mistyped prefix or an
 * unmounted disk more often than a wish to delete everything. The AWS CLI deletes and answers 0.
 */
export async function checkSource(run: Deleting): Promise<void> {
  if (run.options.allowEmptySource) return;
  const source = formatPlace(run.source);
  const destination = formatPlace(run.destination);
  if (run.range === undefined && run.counts.sourceEntries === 0) {
    throw new UsageError({
      en: `refused to delete ${run.objects} objects from \`${destination}\`: the source \`${source}\` is empty; if that is right, say so with \`--allow-empty-source\``,
      ja: `\`${destination}\` からの ${run.objects} 個の削除を中止しました。コピー元 \`${source}\` は空です。正しければ \`--allow-empty-source\` を指定してください`,
    });
  }
  if (!(await takesPart(run))) {
    throw new UsageError({
      en: `refused to delete ${run.objects} objects from \`${destination}\`: the filters leave nothing of the source \`${source}\`; if that is right, say so with \`--allow-empty-source\``,
      ja: `\`${destination}\` からの ${run.objects} 個の削除を中止しました。コピー元 \`${source}\` にはフィルターに合うものがありません。正しければ \`--allow-empty-source\` を指定してください`,
    });
  }
  if (await run.sides.isSourceThere()) return;
  throw new ToldError(run.range === undefined ? goneFrom(run) : emptyFor(run));
}

function goneFrom(run: Deleting): Sentence {
  const [source, destination] = [formatPlace(run.source), formatPlace(run.destination)];
  return {
    en: `refused to delete from \`${destination}\`: the source \`${source}\` was listed and is now gone or empty`,
    ja: `\`${destination}\` からの削除を中止しました。コピー元 \`${source}\` は一覧したあとに消えたか、空になっています`,
  };
}

/** Of a part of the keys nobody knows whether there was more before. */
function emptyFor(run: Deleting): Sentence {
  const [source, destination] = [formatPlace(run.source), formatPlace(run.destination)];
  return {
    en: `refused to delete from \`${destination}\`: the source \`${source}\` is empty or gone as seen from here; if that is right, say so with \`--allow-empty-source\``,
    ja: `\`${destination}\` からの削除を中止しました。ここからはコピー元 \`${source}\` が空か、見えません。正しければ \`--allow-empty-source\` を指定してください`,
  };
}

/** Whether the filters leave anything of the source: it is looked at anew where nothing tells that they do. */
async function takesPart(run: Deleting): Promise<boolean> {
  const { options, range, counts, reopen } = run;
  const filters = rootedFilters(options.filters, [run.source, run.destination]);
  if (filters.length === 0 || range !== undefined || counts.transferred > 0) return true;
  const isLeft = keyFilter(filters);
  const { source } = await reopen();
  for await (const page of source) {
    if (sightingsIn(page).some(({ key }) => isLeft(key))) return true;
  }
  return false;
}
