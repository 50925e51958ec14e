import type { Facts } from "../facts/facts.ts";
import { purposesOf } from "./grant-sid.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { purposeOf } from "./purpose-of.ts";
import { standingDocuments } from "./standing-documents.ts";
import { standingKeyGrants } from "./standing-key-grants.ts";
import { isMadeByGrants } from "./trust-document.ts";
import type { DocumentChange } from "./with-change.ts";
import { withoutPurposes } from "./without-purposes.ts";

/** One document with what was granted to this caller for this purpose taken out. */
export interface Revocation extends DocumentChange {
  readonly before: string;
  /** Whether its owner must do it: no policy may be left without a statement there. */
  readonly isLeft: boolean;
}

/**
 * Finds what grants gave the caller for a purpose in the documents that could be read; others' grants stay, and the
 * caller's own for other purposes.
 */
export function proposeRevocation(facts: Facts, purpose = ""): readonly Revocation[] {
  const meant = purposeOf(facts, purpose);
  const grants = standingKeyGrants(facts)
    .filter(({ document }) => purposesOf(document.name).includes(meant))
    .map(({ account, document, text }) => ({
      ...{ account, document, before: text, after: undefined },
      isLeft: false,
    }));
  const fromPolicies = standingDocuments(facts).flatMap(({ account, document, policy }) => {
    const before = policy.document.text;
    const after = withoutPurposes(policy.document, (each) => each === meant);
    if (after === before) return [];
    const isLeft = after === undefined && isNeverWithout(document, facts);
    return [{ account, document, before, after: isLeft ? before : after, isLeft }];
  });
  return [...fromPolicies, ...grants];
}

/**
 * A key always has a policy (KMS API Reference, PutKeyPolicy), and a VPC endpoint without one lets everything pass
 * (AWS PrivateLink Guide, Default endpoint policy): the last of their statements is left to the owner. A role goes with
 * the last statement of its trust policy where it has nothing else.
 */
function isNeverWithout({ kind }: GrantedDocument, facts: Facts): boolean {
  if (kind === "trustPolicy") return !isMadeByGrants(facts);
  return kind === "keyPolicy" || kind === "vpcEndpointPolicy";
}
