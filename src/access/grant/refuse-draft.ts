import { publicStatements, storedBytes, validateBucketPolicy } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { factsByOwnName } from "../facts/own-name.ts";
import { draftText } from "./apply-draft.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type { GrantedDocument, GrantRefusal } from "./grant-proposal.ts";
import { orphanPrincipals } from "./orphan-principals.ts";
import { parsedPolicy } from "./parsed-policy.ts";
import { sizeLimits } from "./policy-size.ts";

/** Says why AWS would not take a draft's document, or nothing when it would. */
export function refuseDraft(draft: GrantDraft, facts: Facts): GrantRefusal | undefined {
  const { account, document } = draft;
  // What a grant of KMS says is too little to be refused.
  if (document.kind === "keyGrant") return undefined;
  const text = draftText(draft, draft.statements);
  // Of a VPC endpoint's policy the white space counts.
  const bytes = document.kind === "vpcEndpointPolicy" ? text.length : storedBytes(text);
  const limit = sizeLimits[document.kind];
  if (bytes > limit) return { code: "policy-too-large", account, document, bytes, limit };
  if (!NAMING.has(document.kind)) return undefined;
  const principals = [...new Set(orphanPrincipals(parsedPolicy(text).statements))];
  if (principals.length > 0) return { code: "orphan-principals", account, document, principals };
  return document.kind === "bucketPolicy"
    ? refuseBucketPolicy({ account, bucket: document.bucket, text }, facts)
    : undefined;
}

/** Whose policies name principals, which must be there when a policy is put. */
const NAMING: ReadonlySet<GrantedDocument["kind"]> = new Set([
  "bucketPolicy",
  "accessPointPolicy",
  "keyPolicy",
]);

interface WrittenBucketPolicy {
  readonly account: string;
  readonly bucket: string;
  readonly text: string;
}

function refuseBucketPolicy(
  { account, bucket, text }: WrittenBucketPolicy,
  facts: Facts,
): GrantRefusal | undefined {
  const policy = parsedPolicy(text);
  const refusal = validateBucketPolicy(policy, { bucket, principalExists: () => true });
  if (refusal !== undefined) {
    return { code: "policy-refused", account, bucket, message: refusal.message };
  }
  const open = blocksPublicPolicies(bucket, facts) ? publicStatements(policy) : [];
  if (open.length === 0) return undefined;
  const statements = open.map(({ sid, span }) => sid ?? text.slice(span.offset).slice(0, 40));
  return { code: "policy-public", account, bucket, statements };
}

/** Then every put of a public policy is refused (S3 User Guide, Blocking public access, BlockPublicPolicy). */
function blocksPublicPolicies(bucket: string, facts: Facts): boolean {
  const settings = factsByOwnName(bucket, facts)?.settings;
  return [settings?.accountBlock, settings?.bucketBlock].some(
    (block) => block?.known === true && block.value?.blockPublicPolicy === true,
  );
}
