import type { Need } from "../access/index.ts";

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
