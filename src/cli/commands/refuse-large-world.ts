import { stat } from "node:fs/promises";
import { UsageError } from "../../aws/index.ts";

/** As much as the page itself takes of a file that is dropped on it: more would hold the browser up. */
const MOST_MEGABYTES = 10;

/** Refuses a world file that is too large for the page, before minutes go into reading it. */
export async function refuseLargeWorld(path: string): Promise<void> {
  // What cannot be looked at is told of where it is read.
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  const megabytes = Math.ceil(size / 1_000_000);
  if (megabytes <= MOST_MEGABYTES) return;
  throw new UsageError({
    en: `cannot open \`${path}\` on the page: it has ${megabytes} MB, and the page reads world files up to ${MOST_MEGABYTES} MB; \`sluice check --world FILE\` has no such limit`,
    ja: `\`${path}\` (${megabytes} MB) はページで開けません。ページが読めるワールドファイルは ${MOST_MEGABYTES} MB までです。\`sluice check --world FILE\` にこの制限はありません`,
  });
}
