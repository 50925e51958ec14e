import { s3Arn } from "../../aws/index.ts";
import { type Facts, known } from "../facts/facts.ts";
import { withKeyPolicy } from "../facts/known-keys.ts";
import { type GrantDraft, isOwnInline } from "./grant-draft.ts";
import type { GrantedDocument, GrantEdit } from "./grant-proposal.ts";
import type { NewStatement } from "./grant-statements.ts";
import { mergeStatements, parsedPolicy } from "./merge-statements.ts";

/** The document after the grant; when the one in force is unknown, the grant alone. */
export function draftText(
  { before, dropsOrphans }: GrantDraft,
  statements: readonly NewStatement[],
): string {
  const document = before.known ? before.value?.document : undefined;
  return mergeStatements(document, statements, { dropsOrphans });
}

/** The facts as they are once a draft is applied. */
export function factsAfter(facts: Facts, draft: GrantDraft): Facts {
  if (draft.statements.length === 0) return facts;
  return withDocument(facts, draft.document, draftText(draft, draft.statements));
}

/** The facts with another text in one document. */
function withDocument(facts: Facts, place: GrantedDocument, text: string): Facts {
  const document = parsedPolicy(text);
  const from = "the grant";
  switch (place.kind) {
    case "bucketPolicy": {
      const { bucket } = place;
      const about = facts.buckets.get(bucket);
      if (about === undefined) return facts;
      const policy = { document, name: "bucket policy", attachedTo: s3Arn(bucket) };
      const buckets = new Map(facts.buckets).set(bucket, {
        ...about,
        policy: known(policy, from),
      });
      return { ...facts, buckets };
    }
    case "keyPolicy": {
      const { key } = place;
      return withKeyPolicy(facts, key, { document, name: "key policy", attachedTo: key });
    }
    case "rolePolicy":
    case "userPolicy":
    case "permissionSet": {
      const { policyName: name } = place;
      const others = (facts.identityPolicies.known ? facts.identityPolicies.value : []).filter(
        (policy) => !isOwnInline(policy, name),
      );
      const attachedTo = facts.principalArn.known ? facts.principalArn.value : facts.callerLabel;
      return {
        ...facts,
        identityPolicies: known([...others, { document, name, attachedTo }], from),
      };
    }
  }
}

/** The facts of one identity once another's edit of a bucket's or a key's policy is made. */
export function withEdit(facts: Facts, { after, before, document }: GrantEdit): Facts {
  const isShared = document.kind === "bucketPolicy" || document.kind === "keyPolicy";
  return isShared && before.known ? withDocument(facts, document, after) : facts;
}
