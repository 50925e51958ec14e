import { parseArn } from "../../aws/index.ts";
import { publicStatements, storedBytes, validateBucketPolicy } from "../../policy/index.ts";
import type { AccessPointFacts, Facts } from "../facts/facts.ts";
import { knownAccessPoints } from "../facts/known-access-points.ts";
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
  const place = placeOf(document, facts);
  return place && refuseByS3({ account, document, text }, place);
}

/** Whose policies name principals, which must be there when a policy is put. */
const NAMING: ReadonlySet<GrantedDocument["kind"]> = new Set([
  "bucketPolicy",
  "accessPointPolicy",
  "keyPolicy",
  "trustPolicy",
]);

/** Where S3 keeps a policy, and what Block Public Access says there. */
interface S3Place {
  readonly bucket: string;
  readonly accessPoint?: string;
  readonly blocksPublicPolicies: boolean;
}

function placeOf(document: GrantedDocument, facts: Facts): S3Place | undefined {
  if (document.kind === "bucketPolicy") {
    const { bucket } = document;
    return { bucket, blocksPublicPolicies: blocksPublicPolicies(facts, bucket) };
  }
  if (document.kind !== "accessPointPolicy") return undefined;
  const { accessPoint } = document;
  const point = knownAccessPoints(facts).find(({ arn }) => arn === accessPoint);
  return (
    point && {
      bucket: point.bucket,
      accessPoint,
      // What is used from one VPC alone is never public (S3 User Guide, Access points restricted to a VPC).
      blocksPublicPolicies: point.vpc === undefined && blocksPublicPoint(point, facts),
    }
  );
}

function refuseByS3(
  { account, document, text }: Pick<GrantDraft, "account" | "document"> & { readonly text: string },
  { blocksPublicPolicies: isBlocked, ...place }: S3Place,
): GrantRefusal | undefined {
  const policy = parsedPolicy(text);
  const refusal = validateBucketPolicy(policy, { ...place, principalExists: () => true });
  if (refusal !== undefined) {
    return { code: "policy-refused", account, document, message: refusal.message };
  }
  const kind = place.accessPoint === undefined ? "bucket" : "accessPoint";
  const open = isBlocked ? publicStatements(policy, kind) : [];
  if (open.length === 0) return undefined;
  const statements = open.map(({ sid, span }) => sid ?? text.slice(span.offset).slice(0, 40));
  return { code: "policy-public", account, document, statements };
}

/** Then every put of a public policy is refused (S3 User Guide, Blocking public access, BlockPublicPolicy). */
function blocksPublicPolicies(facts: Facts, bucket: string): boolean {
  const settings = factsByOwnName(bucket, facts)?.settings;
  return [settings?.accountBlock, settings?.bucketBlock].some(
    (block) => block?.known === true && block.value?.blockPublicPolicy === true,
  );
}

/** A bucket's setting and its account's hold for access points of that account too (there). */
function blocksPublicPoint(
  { arn, bucket, publicAccessBlock }: AccessPointFacts,
  facts: Facts,
): boolean {
  const owner = factsByOwnName(bucket, facts)?.owner;
  const isOfOwner = owner?.known === true && owner.value === parseArn(arn)?.account;
  return publicAccessBlock.blockPublicPolicy || (isOfOwner && blocksPublicPolicies(facts, bucket));
}
