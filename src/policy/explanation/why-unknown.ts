import type { ExplainedGate, Explanation } from "./explanation.ts";
import { askedWords, gateWords, statementName } from "./policy-words.ts";
import { lacksOf } from "./statement-words.ts";
import type { Telling } from "./why-refused.ts";

const SHOWN = 3;

/** Why a gate gives no answer: nobody could read it, or what its statements ask about is not known. */
export function whyUnknown(gate: ExplainedGate, telling: Telling): readonly string[] {
  const { explanation, words } = telling;
  const asked = askedWords(explanation);
  const open = (gate.calls ?? []).filter(({ outcome }) => outcome === "unknown");
  if (open.length > 0) return open.map(telling.tellCall);
  const doubtful = gate.statements.filter(({ matches }) => matches === "unknown");
  if (doubtful.length > 0) {
    return doubtful
      .slice(0, SHOWN)
      .map((statement) =>
        words.mayMatch(
          statementName(statement, explanation, words),
          statement.effect,
          lacksOf(statement, explanation, words),
        ),
      );
  }
  if (isOwnerUnknown(explanation)) return [];
  const { setting } = gate;
  if (setting?.kind === "acl" && setting.isForeign === "unknown") {
    return [words.settings.acl(setting, [])];
  }
  const isUnread = gate.statements.length === 0 && setting === undefined;
  return [isUnread ? words.unreadable(gateWords(gate), asked) : words.mayStop(gateWords(gate))];
}

/** Whether the answer hangs on an owner whom nobody could name. */
export function isOwnerUnknown({ request, relation }: Explanation): boolean {
  return relation === "unknown" && request.resourceAccount === "unknown";
}
