import type { JsonObject } from "../json/json-input.ts";
import { seconds } from "../json/seconds.ts";
import type { LabState } from "../state/lab-state.ts";
import { notFound } from "./key-refusals.ts";
import type { KmsGrant } from "./kms-tables.ts";

/** The grants on a key. */
export function grantRows(lab: LabState, keyArn: string): readonly KmsGrant[] {
  return [...lab.kms.grants.range({ within: [keyArn] })].map(({ value }) => value);
}

/** The grants on all keys. */
export function allGrants(lab: LabState): readonly KmsGrant[] {
  return [...lab.kms.grants.range()].map(({ value }) => value);
}

/** A grant as lists show it (KMS API Reference, GrantListEntry). */
export function grantEntry(grant: KmsGrant): JsonObject {
  const { name, retiringPrincipal, encryptionContextEquals, encryptionContextSubset } = grant;
  return {
    KeyId: grant.keyArn,
    GrantId: grant.id,
    Name: name ?? "",
    CreationDate: seconds(grant.createdMs),
    GranteePrincipal: grant.granteePrincipal,
    ...(retiringPrincipal !== undefined && { RetiringPrincipal: retiringPrincipal }),
    IssuingAccount: grant.issuer,
    Operations: grant.operations,
    ...(encryptionContextEquals && {
      Constraints: { EncryptionContextEquals: Object.fromEntries(encryptionContextEquals) },
    }),
    ...(encryptionContextSubset && {
      Constraints: { EncryptionContextSubset: Object.fromEntries(encryptionContextSubset) },
    }),
  };
}

/** The answer to an id that no grant has. */
export function grantNotFound(id: string): Error {
  return notFound(`Grant ID ${id} not found`);
}
