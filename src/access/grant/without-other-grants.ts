import type { Facts } from "../facts/facts.ts";
import { purposesOf } from "./grant-sid.ts";
import { standingDocuments } from "./standing-documents.ts";
import { standingKeyGrants } from "./standing-key-grants.ts";
import { withDocument } from "./with-document.ts";
import { withoutPurposes } from "./without-purposes.ts";

/**
 * The facts as if nothing had been granted but for one purpose. A grant rests on no other grant, so that each can be
 * revoked whatever was granted before and after it.
 */
export function withoutOtherGrants(facts: Facts, purpose: string): Facts {
  const isOfOthers = (name: string): boolean => purposesOf(name).some((each) => each !== purpose);
  const fewer = standingKeyGrants(facts)
    .filter(({ document }) => isOfOthers(document.name))
    .reduce((left, { document }) => withDocument(left, document, undefined), facts);
  return standingDocuments(facts).reduce((left, { document, policy }) => {
    const text = withoutPurposes(policy.document, (each) => each !== purpose);
    return text === policy.document.text ? left : withDocument(left, document, text);
  }, fewer);
}
