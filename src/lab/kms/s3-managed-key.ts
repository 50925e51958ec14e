import { s3ManagedKeyId, s3ManagedKeyPolicy } from "../../policy/index.ts";
import type { LabState } from "../state/lab-state.ts";
import { type KeyMaker, makeKey, type NewKey } from "./create-key.ts";
import { findKey } from "./find-key.ts";
import type { KmsKey } from "./kms-tables.ts";

/** The name of the key, which leads to it before it is there. */
export const S3_KEY_ALIAS = "alias/aws/s3";

/** The key `aws/s3` of an account in a region, made on its first use (KMS Developer Guide, AWS managed keys). */
export async function ensureS3Key(lab: LabState, account: string, region: string): Promise<KmsKey> {
  return (
    findS3Key(lab, account, region) ??
    (await lab.store.transaction(() => findOrMakeS3Key(lab, account, region)))
  );
}

/** The same, only in a transaction. */
export function findOrMakeS3Key(lab: LabState, account: string, region: string): KmsKey {
  return (
    findS3Key(lab, account, region) ??
    // The id that a check of the same world shows.
    makeS3Key(lab, { account, region, id: s3ManagedKeyId(lab.world, account, region) })
  );
}

function findS3Key(lab: LabState, account: string, region: string): KmsKey | undefined {
  const alias = lab.kms.aliases.get([account, region, S3_KEY_ALIAS]);
  return alias && findKey(lab, { account, region, id: alias.keyId });
}

/** Makes it; only in a transaction. */
export function makeS3Key(
  lab: KeyMaker,
  { account, region, id }: Pick<NewKey, "account" | "region" | "id">,
): KmsKey {
  const key = makeKey(lab, {
    account,
    region,
    ...(id !== undefined && { id }),
    manager: "AWS",
    description: "Default key that protects my S3 objects when no other key is defined",
    policy: s3ManagedKeyPolicy(account, region),
  });
  const { createdMs } = key;
  const alias = { name: S3_KEY_ALIAS, keyId: key.id, createdMs, updatedMs: createdMs };
  lab.kms.aliases.put([account, region, S3_KEY_ALIAS], alias);
  return key;
}
