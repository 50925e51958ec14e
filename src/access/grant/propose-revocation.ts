import type { Facts } from "../facts/facts.ts";
import { purposesOf } from "./grant-sid.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { mayNameRole } from "./may-name-role.ts";
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
  /** Why a role is left that lets nobody else in. */
  readonly keptFor?: RoleUse;
}

/** What may still hang on a role: policies of its own, or others' that name it. */
type RoleUse = "own-policies" | "other-policies";

/**
 * Finds what grants gave the caller for a purpose in the documents that could be read; others' grants stay, and the
 * caller's own for other purposes. A role that was made with its trust goes only where none of what the others of the
 * run can tell of names it: its unique id would be left there.
 */
export function proposeRevocation(
  facts: Facts,
  purpose = "",
  others: readonly Facts[] = [],
): readonly Revocation[] {
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
    const keptFor = after === undefined ? useOfRole(document, facts, others) : undefined;
    const isLeft = after === undefined && (keptFor !== undefined || isNeverWithout(document));
    const left = isLeft ? before : after;
    return [{ account, document, before, after: left, isLeft, ...(keptFor && { keptFor }) }];
  });
  return [...fromPolicies, ...grants];
}

/**
 * A key always has a policy (KMS API Reference, PutKeyPolicy), and a VPC endpoint without one lets everything pass
 * (AWS PrivateLink Guide, Default endpoint policy): the last of their statements is left to the owner.
 */
function isNeverWithout({ kind }: GrantedDocument): boolean {
  return kind === "keyPolicy" || kind === "vpcEndpointPolicy";
}

/**
 * A role goes with the last statement of its trust policy where nothing else hangs on it. Where a policy names a role
 * that is deleted, its id stands there, and S3 and KMS take no new text with that (IAM User Guide, AWS JSON policy
 * elements: Principal).
 */
function useOfRole(
  document: GrantedDocument,
  facts: Facts,
  others: readonly Facts[],
): RoleUse | undefined {
  if (document.kind !== "trustPolicy") return undefined;
  if (!isMadeByGrants(facts)) return "own-policies";
  return others.some((each) => mayNameRole(document.role, each)) ? "other-policies" : undefined;
}
