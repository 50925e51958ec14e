import { accountCaller, bucketKeys, type World } from "../../policy/index.ts";
import type { Need } from "../needs/need.ts";
import type { Facts } from "./facts.ts";

/** A world's facts with the KMS keys that requests name, by those names; one that is not there is absent. */
export function withNamedKeys(facts: Facts, world: World, needs: readonly Need[]): Facts {
  const account = accountCaller(facts.caller)?.account;
  const named = needs.flatMap(({ bucket, context }) => {
    const [kmsKey] = context["s3:x-amz-server-side-encryption-aws-kms-key-id"] ?? [];
    return kmsKey === undefined ? [] : [{ bucket, kmsKey }];
  });
  if (named.length === 0 || account === undefined) return facts;
  const keyOf = bucketKeys(world);
  const keys = named.flatMap(({ bucket, kmsKey }) => {
    const use = keyOf({ bucket, account, purpose: "write", kmsKey });
    return use === undefined ? [] : [[kmsKey, use.key] as const];
  });
  return { ...facts, keys: new Map([...(facts.keys ?? []), ...keys]) };
}
