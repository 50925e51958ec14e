import { parseArn } from "../../aws/index.ts";
import { accountCaller, type Caller } from "../../policy/index.ts";
import { type BucketFacts, type Fact, known } from "./facts.ts";

/**
 * Finds a role's ARN with its path where a bucket policy names the role.
 *
 * Role names are unique in an account whatever their path (IAM User Guide, IAM identifiers), and S3
 * stores only principals that exist, so a principal with that account and name is that role.
 */
export function principalNamedIn(
  buckets: ReadonlyMap<string, Pick<BucketFacts, "policy">>,
  caller: Caller,
  roleName: string,
): Fact<string> | undefined {
  const account = accountCaller(caller)?.account;
  if (account === undefined) return undefined;
  for (const [bucket, { policy }] of buckets) {
    const named = principalsOf(policy).find((value) => {
      const arn = parseArn(value);
      const isHere = arn?.service === "iam" && arn.account === account;
      return isHere && arn.resource.startsWith("role/") && value.endsWith(`/${roleName}`);
    });
    if (named !== undefined) return known(named, `named in the policy of bucket ${bucket}`);
  }
  return undefined;
}

function principalsOf(policy: BucketFacts["policy"]): readonly string[] {
  const statements = (policy.known ? policy.value?.document.statements : undefined) ?? [];
  return statements.flatMap(({ principal }) =>
    (principal?.entries ?? []).map(({ value }) => value.value),
  );
}
