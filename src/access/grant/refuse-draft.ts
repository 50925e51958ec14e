import { validateBucketPolicy, storedBytes } from "../../policy/index.ts";
import { draftText } from "./apply-draft.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type { GrantRefusal } from "./grant-proposal.ts";
import { parsedPolicy } from "./merge-statements.ts";
import { orphanPrincipals } from "./orphan-principals.ts";
import { sizeLimits } from "./policy-size.ts";

/** Says why AWS would not take a draft's document, or nothing when it would. */
export function refuseDraft(draft: GrantDraft): GrantRefusal | undefined {
  const { account, document } = draft;
  const text = draftText(draft, draft.statements);
  const bytes = storedBytes(text);
  const limit = sizeLimits[document.kind];
  if (bytes > limit) return { code: "policy-too-large", account, document, bytes, limit };
  if (document.kind !== "bucketPolicy" && document.kind !== "keyPolicy") return undefined;
  const principals = [...new Set(orphanPrincipals(parsedPolicy(text).statements))];
  if (principals.length > 0) return { code: "orphan-principals", account, document, principals };
  if (document.kind === "keyPolicy") return undefined;
  const { bucket } = document;
  const refusal = validateBucketPolicy(parsedPolicy(text), {
    bucket,
    principalExists: () => true,
  });
  return refusal && { code: "policy-refused", account, bucket, message: refusal.message };
}
