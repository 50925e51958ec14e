import type { Facts } from "../facts/facts.ts";
import type { DocumentChange } from "./with-change.ts";
import { purposeOf } from "./purpose-of.ts";
import { standingDocuments } from "./standing-documents.ts";
import { withoutPurposes } from "./without-purposes.ts";

/** One document with what was granted to this caller for this purpose taken out. */
export interface Revocation extends DocumentChange {
  readonly before: string;
}

/**
 * Finds what grants gave the caller for a purpose in the documents that could be read; others' grants stay, and the
 * caller's own for other purposes.
 */
export function proposeRevocation(facts: Facts, purpose = ""): readonly Revocation[] {
  const meant = purposeOf(facts, purpose);
  return standingDocuments(facts).flatMap(({ account, document, policy }) => {
    const before = policy.document.text;
    const after = withoutPurposes(policy.document, (each) => each === meant);
    if (after === before) return [];
    // A key always has a policy (KMS API Reference, PutKeyPolicy): the last of its statements is left to its owner.
    return after === undefined && document.kind === "keyPolicy"
      ? []
      : [{ account, document, before, after }];
  });
}
