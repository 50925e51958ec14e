import { parseFor, type PolicyPlaceName } from "./edits.ts";
import type { Language } from "./given.ts";
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

/** What keeps a text from being a policy: in the words of the rules where these say it too. */
export function faultsOf(
  { layer, text }: PolicyPlaceName & { readonly text: string },
  remarks: readonly Remark[],
  language: Language,
): readonly Fault[] {
  const parsed = parseFor(layer, text);
  if (parsed.ok) return [];
  const said = remarks.filter(({ isFault }) => isFault);
  return said.length > 0
    ? said.map((remark) => ({ ...remark, message: remark.says }))
    : parsed.problems.map((problem) => ({ ...problem, message: problem.sentence[language] }));
}
