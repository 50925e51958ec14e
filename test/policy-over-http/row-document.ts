import type { RowPolicy } from "../policy/row-policy.ts";
import { Inexpressible } from "./inexpressible.ts";

/** A row's policy as a world file has it. */
export function documentOf(policy: RowPolicy): object {
  return "document" in policy ? policy.document : { Version: "2012-10-17", Statement: policy };
}

/** The name of a managed policy of the account; undefined for an inline one. */
export function managedNameOf(policy: RowPolicy): string | undefined {
  const arn = "arn" in policy ? policy.arn : undefined;
  return arn?.slice(arn.lastIndexOf("/") + 1);
}

/** Several session policies as the one that a world gives a session. */
export function mergedOf(policies: readonly RowPolicy[]): object {
  const statements = policies.map((policy) => {
    if ("document" in policy) throw new Inexpressible("a session policy with more than statements");
    return policy;
  });
  return { Version: "2012-10-17", Statement: statements.flat() };
}

/** A bucket's policy must name the bucket; rows have `*` where it does not matter to them. */
export function bucketPolicyTextOf(policy: RowPolicy, bucket: string): string {
  return JSON.stringify(documentOf(policy)).replaceAll(
    '"Resource":"*"',
    `"Resource":${JSON.stringify([bucket, `${bucket}/*`])}`,
  );
}
