import { parseArn } from "../../aws/index.ts";
import type { Caller } from "../../policy/index.ts";
import { type BucketFacts, type Fact, known } from "./facts.ts";

/**
 * Finds a role's ARN with its path where a bucket policy names the role.
 *
 * Role names are unique in an account whatever their path (IAM User Guide, IAM identifiers), and S3
 * stores only principals that exist, so a principal with that account and name is that role.
 */
export function principalNamedIn(
  buckets: ReadonlyMap<string, BucketFacts>,
  caller: Caller,
  roleName: string,
): Fact<string> | undefined {
  if (caller.kind === "anonymous") return undefined;
  for (const [bucket, { policy }] of buckets) {
    const statements = (policy.known ? policy.value?.document.statements : undefined) ?? [];
    for (const statement of statements) {
      for (const { value } of statement.principal?.entries ?? []) {
        const arn = parseArn(value.value);
        const isRole = arn?.service === "iam" && arn.resource.startsWith("role/");
        if (isRole && arn.account === caller.account && arn.resource.endsWith(`/${roleName}`)) {
          return known(value.value, `named in the policy of bucket ${bucket}`);
        }
      }
    }
  }
  return undefined;
}
