import type { PolicyDocument, Statement } from "../../policy/index.ts";
import { purposesOf, sidFor } from "./grant-sid.ts";
import { parsedPolicy } from "./parsed-policy.ts";
import { cutStatements, replaceStatements } from "./splice-statements.ts";

/**
 * A policy's text without what was granted for some purposes: a statement that another purpose needs too stays under
 * that one's name. Undefined when no statement is left.
 */
export function withoutPurposes(
  document: PolicyDocument,
  isMeant: (purpose: string) => boolean,
): string | undefined {
  const keptBy = ({ sid }: Statement): readonly string[] =>
    purposesOf(sid).filter((purpose) => !isMeant(purpose));
  const isLost = (statement: Statement): boolean =>
    purposesOf(statement.sid).length > keptBy(statement).length;
  const cut = cutStatements(
    document,
    (statement) => isLost(statement) && keptBy(statement).length === 0,
  );
  if (cut === undefined) return undefined;
  const rest = cut === document.text ? document : parsedPolicy(cut);
  return replaceStatements(rest, (statement, text) =>
    isLost(statement)
      ? { ...(JSON.parse(text) as object), Sid: sidFor(statement.sid ?? "", keptBy(statement)) }
      : undefined,
  );
}
