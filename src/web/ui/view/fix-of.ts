import { type GrantedDocument, proposeGrant } from "../../../access/index.ts";
import type { Answers } from "./answers.ts";
import { principalOf } from "./edited-facts.ts";
import { type Edits, type PolicyPlaceName, withText } from "./edits.ts";

/** The edits with the smallest change that opens what stands in nobody's Deny, as `sluice grant` writes it. */
export function fixOf({ needs, facts }: Answers, edits: Edits): Edits {
  const proposal = proposeGrant({ needs, facts });
  return proposal.edits.reduce<Edits>(
    (changed, { document, after }) =>
      document.kind === "keyGrant" || document.kind === "trustPolicy"
        ? changed
        : withText(changed, placeOf(document, facts), after),
    edits,
  );
}

/** A policy of the page; a grant of KMS is none, and nobody there opens a role. */
function placeOf(
  document: Exclude<GrantedDocument, { readonly kind: "keyGrant" | "trustPolicy" }>,
  facts: Answers["facts"],
): PolicyPlaceName {
  switch (document.kind) {
    case "bucketPolicy": {
      const attachedTo = `arn:aws:s3:::${document.bucket}`;
      return { layer: "resource", attachedTo, name: "bucket policy" };
    }
    case "accessPointPolicy":
      return {
        layer: "accessPoint",
        attachedTo: document.accessPoint,
        name: "access point policy",
      };
    case "keyPolicy":
      return { layer: "keyPolicy", attachedTo: document.key, name: "key policy" };
    case "vpcEndpointPolicy": {
      const { vpcEndpoint } = facts.limits;
      const attachedTo = vpcEndpoint.known === true ? vpcEndpoint.value?.attachedTo : undefined;
      return { layer: "vpcEndpoint", attachedTo: attachedTo ?? "", name: "endpoint policy" };
    }
    case "rolePolicy":
    case "userPolicy":
    case "permissionSet":
      return { layer: "identity", attachedTo: principalOf(facts), name: document.policyName };
  }
}
