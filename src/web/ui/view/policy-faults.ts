import { parseFor, type PolicyPlaceName } from "./edits.ts";
import type { Remark } from "./page-tools.ts";

/** A place in a text; its length is known only where a rule found it. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

interface Fault extends Place {
  readonly message: string;
}

/** What keeps a text from being a policy: in the reader's language where the rules say it too. */
export function faultsOf(
  { layer, text }: PolicyPlaceName & { readonly text: string },
  remarks: readonly Remark[],
): readonly Fault[] {
  const parsed = parseFor(layer, text);
  if (parsed.ok) return [];
  const said = remarks.filter(({ isFault }) => isFault);
  return said.length > 0
    ? said.map((remark) => ({ ...remark, message: remark.says }))
    : parsed.problems;
}
