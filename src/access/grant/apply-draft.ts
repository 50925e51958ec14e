import type { Facts } from "../facts/facts.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type { NewStatement } from "./grant-statements.ts";
import { keyGrantOf, keyGrantText } from "./key-grant-text.ts";
import { mergeStatements } from "./merge-statements.ts";
import { withDocument } from "./with-document.ts";

/** The document after the grant; when the one in force is unknown, the grant alone. */
export function draftText(
  { before, document: place, dropsOrphans }: GrantDraft,
  statements: readonly NewStatement[],
): string {
  if (place.kind === "keyGrant")
    return statements.map((each) => keyGrantText(keyGrantOf(each))).join("");
  const document = before.known ? before.value?.document : undefined;
  return mergeStatements(document, statements, { dropsOrphans });
}

/** The facts as they are once a draft is applied. */
export function factsAfter(facts: Facts, draft: GrantDraft): Facts {
  if (draft.statements.length === 0) return facts;
  return withDocument(facts, draft.document, draftText(draft, draft.statements));
}
