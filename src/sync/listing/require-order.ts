import { type Side, ToldError } from "../../aws/index.ts";
import { compareKeys, firstFall, keyBytes } from "./compare-keys.ts";
import type { EntryPage } from "./entry-page.ts";
import { isObstacle } from "./sighting.ts";

/**
 * Refuses a page whose keys do not go up, also from the page before it. A merge of unordered
 * listings would take present keys for absent ones and delete them: directory buckets list without
 * order, so this is checked, not hoped.
 */
export function requireOrder(page: EntryPage, before: EntryPage | undefined, side: Side): void {
  if (before !== undefined && page.length > 0) {
    const last = before.length - 1;
    const order = compareKeys(keyBytes(before, last), keyBytes(page, 0));
    if (order > 0 || (order === 0 && !isShadow(page, 0)))
      refuse(side, page.key(0), before.key(last));
  }
  if (page.isInOrder) return;
  for (let row = firstFall(page, 1); row < page.length; row = firstFall(page, row + 1)) {
    const isRepeat = compareKeys(keyBytes(page, row - 1), keyBytes(page, row)) === 0;
    if (!isRepeat || !isShadow(page, row)) refuse(side, page.key(row), page.key(row - 1));
  }
}

/** An obstacle may stand at the key of the sighting before it. */
function isShadow({ originals }: EntryPage, row: number): boolean {
  const sighting = originals?.[row];
  return sighting !== undefined && isObstacle(sighting);
}

function refuse(side: Side, key: string, before: string): never {
  const name = side === "source" ? "コピー元" : "コピー先";
  throw new ToldError({
    en: `cannot compare: the ${side} lists \`${key}\` after \`${before}\`, but a listing must be in UTF-8 order without repeats`,
    ja: `比較できません。${name}の一覧で \`${before}\` の次に \`${key}\` があります。一覧は UTF-8 順で、重複なしでなければなりません`,
  });
}
