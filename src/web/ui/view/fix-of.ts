import { type GrantedDocument, proposeGrant } from "../../../access/index.ts";
import type { Answers } from "./answers.ts";
import { principalOf } from "./edited-facts.ts";
import { type Edits, type PolicyPlaceName, withText } from "./edits.ts";

/** The edits with the smallest change that opens what stands in nobody's Deny, as `sluice grant` writes it. */
export function fixOf({ all, facts }: Answers, edits: Edits): Edits {
  const needs = all.map(({ need }) => need).filter(({ via }) => via === undefined);
  const proposal = proposeGrant({ needs, facts });
  return proposal.edits.reduce<Edits>(
    (changed, { document, after }) =>
      withText(changed, placeOf(document, principalOf(facts)), after),
    edits,
  );
}

function placeOf(document: GrantedDocument, principal: string): PolicyPlaceName {
  switch (document.kind) {
    case "bucketPolicy": {
      const attachedTo = `arn:aws:s3:::${document.bucket}`;
      return { layer: "resource", attachedTo, name: "bucket policy" };
    }
    case "keyPolicy":
      return { layer: "keyPolicy", attachedTo: document.key, name: "key policy" };
    case "rolePolicy":
    case "userPolicy":
    case "permissionSet":
      return { layer: "identity", attachedTo: principal, name: document.policyName };
  }
}
