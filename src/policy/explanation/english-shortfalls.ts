import { shownValues } from "./condition-words.ts";
import { quotedText } from "./printable-text.ts";
import type { ExplanationWords } from "./words.ts";

function anyOf(values: readonly string[]): string {
  const { shown, more } = shownValues(values);
  const parts = more === 0 ? shown : [...shown, `${more} more`];
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** What keeps an element from matching, and what would be right, in English. */
export const englishShortfalls: ExplanationWords["shortfalls"] = {
  otherSession: (element, { named, caller }) =>
    `its ${element} names only the session ${quotedText(named)}, and the caller is the session ${quotedText(caller)}: it must name the role`,
  otherPath: (element, { named, caller }) =>
    `its ${element} names ${quotedText(named)}, and the caller is ${quotedText(caller)}, whose path differs`,
  remadeRole: (element, { named, caller }) =>
    `its ${element} names ${quotedText(named)}, and the role is now ${quotedText(caller)}: Identity Center made it anew`,
  deletedPrincipal: (element, { named }) =>
    `its ${element} names ${quotedText(named)}, the id of a deleted user or role`,
  rootOnly: (element, { named }) =>
    `its ${element} names the account ${quotedText(named)}, which here means its root user alone`,
  otherAccount: (element, { named, account }) =>
    `its ${element} names ${quotedText(named)}, and the caller is of account ${account}`,
  otherPrincipal: (element, { named, caller }) =>
    `its ${element} names ${anyOf(named)}, and the caller is ${quotedText(caller)}`,
  unsigned: (element, { named }) =>
    `its ${element} names ${anyOf(named)}, and the request is not signed`,
  unknownCanonicalId: (element, { named }) =>
    `its ${element} names ${anyOf(named)}, and nobody could tell the canonical user id of the caller's account`,
  listedPrincipal: (element, { named }) => `its ${element} lists the caller: ${anyOf(named)}`,
  noAction: (element, { named, meant }) =>
    `its ${element} ${quotedText(named)} is no IAM action${meant.length === 0 ? "" : `: probably meant is ${anyOf(meant)}`}`,
  otherAction: (element, { named }, { action }) =>
    `its ${element} is ${anyOf(named)}, and ${action} is asked for`,
  listedAction: (element, { named }, { action }) =>
    `its ${element} ${anyOf(named)} leaves ${action} out`,
  objectsNotBucket: (element, { named }, { action, resource }) =>
    `its ${element} covers objects, ${quotedText(named)}, and ${action} is asked for on the bucket itself, ${quotedText(resource)}`,
  bucketNotObjects: (element, { named }, { action }) =>
    `its ${element} is the bucket itself, ${quotedText(named)}, and ${action} is asked for on objects, ${quotedText(`${named}/*`)}`,
  otherBucket: (element, { named }, { resource }) =>
    `its ${element} is of another bucket, ${anyOf(named)}, than ${quotedText(resource)}`,
  otherKeys: (element, { named }, { resource }) =>
    `its ${element} covers other keys, ${anyOf(named)}, than ${quotedText(resource)}`,
  otherResource: (element, { named }, { resource }) =>
    `its ${element} is ${anyOf(named)}, and ${quotedText(resource)} is asked for`,
  listedResource: (element, { named }, { resource }) =>
    `its ${element} ${anyOf(named)} leaves ${quotedText(resource)} out`,
  unresolved: (element, { named }) =>
    `its ${element} ${quotedText(named)} has a variable without a value in this request`,
  unknownVariable: (element, { named }) =>
    `its ${element} ${quotedText(named)} has a variable whose value nobody could tell`,
  otherValue: (element, { named, found }) =>
    `its ${element} is ${anyOf(named)}, and the request has ${found.length === 0 ? "none" : anyOf(found)}`,
  unknownOther: (element, { named }) =>
    `its ${element} is ${anyOf(named)}, and nobody could tell what the request has`,
  someKeys: (element, { named }, { resource }) =>
    `its ${element} ${anyOf(named)} covers only some keys of ${quotedText(resource)}`,
};
