import type { PolicyDocument, Statement } from "../policy-document.ts";
import { acceptsPrincipal } from "./accepts-principal.ts";
import { actionFault } from "./action-fault.ts";
import { policyQuotas, storedBytes } from "../saving/policy-quotas.ts";
import { type PolicyRefusal, refusal, type RefusalReason } from "./policy-refusal.ts";
import { accessPointScope, resourceScope } from "./resource-scope.ts";

/** What S3 knows when it checks a policy. */
export interface BucketFacts {
  readonly bucket: string;
  /** The ARN of an access point whose policy it is, which then must be about it. */
  readonly accessPoint?: string;
  /** Asked with an account id, an ARN or a unique id, as the policy writes it. */
  readonly principalExists: (principal: string) => boolean;
}

/**
 * How S3's PutBucketPolicy refuses a policy, or undefined when it takes it. The order of the
 * checks within a statement is not documented: principal, resource, action, condition.
 */
export function validateBucketPolicy(
  document: PolicyDocument,
  facts: BucketFacts,
): PolicyRefusal | undefined {
  if (!document.text.startsWith("{")) return refusal("firstByte");
  if (storedBytes(document.text) > policyQuotas.bucketPolicy) return refusal("tooLarge");
  for (const statement of document.statements) {
    const reason = statementFault(statement, facts);
    if (reason !== undefined) return refusal(reason);
  }
  return undefined;
}

function statementFault(
  statement: Statement,
  { bucket, accessPoint, principalExists }: BucketFacts,
): RefusalReason | undefined {
  const principals = statement.principal?.entries ?? [];
  if (!principals.every(({ value }) => acceptsPrincipal(value, principalExists))) {
    return "invalidPrincipal";
  }
  const resources = statement.resource?.entries ?? [];
  const scopes = resources
    .map(({ value }) =>
      accessPoint === undefined
        ? resourceScope(value, bucket)
        : accessPointScope(value, accessPoint),
    )
    .filter((scope) => scope !== undefined);
  if (scopes.length < resources.length) return "invalidResource";
  return actionFault(statement, scopes);
}
