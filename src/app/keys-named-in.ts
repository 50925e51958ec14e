import type { Need } from "../access/index.ts";

/** Whether no request brings an ACL, so that settings about them bear on none. */
export function isWithoutAcls(needs: readonly Need[]): boolean {
  return !needs.some(({ context }) =>
    Object.keys(context).some((key) => /^s3:x-amz-(?:acl|grant-)/i.test(key)),
  );
}

/** The KMS keys that flags name, each with the bucket that the name is sent to. */
export function keysNamedIn(
  needs: readonly Need[],
): readonly { readonly name: string; readonly bucket: string }[] {
  const named = needs.flatMap(({ bucket, context }) =>
    (context["s3:x-amz-server-side-encryption-aws-kms-key-id"] ?? []).map((name) => ({
      name,
      bucket,
    })),
  );
  return [...new Map(named.map((each) => [JSON.stringify(each), each])).values()];
}
