import type { Store, Table } from "../state/store.ts";

/** Names and values that a client chose. */
type Pairs = readonly (readonly [string, string])[];

/** A KMS key, without its material. */
export interface KmsKey {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly createdMs: number;
  readonly state: "Enabled" | "Disabled" | "PendingDeletion";
  /** When a key that is pending deletion goes. */
  readonly deletionMs?: number | undefined;
  readonly manager: "AWS" | "CUSTOMER";
  readonly multiRegion: boolean;
  /** The text of the key policy. */
  readonly policy: string;
  /** Absent where automatic rotation is off. */
  readonly rotation?: { readonly periodDays: number; readonly enabledMs: number } | undefined;
  readonly tags: Pairs;
}

/** A name for a key, in one account and region. */
export interface KmsAlias {
  /** `alias/name`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Principals are kept as ARNs. */
export interface KmsGrant {
  readonly id: string;
  readonly token: string;
  readonly keyArn: string;
  readonly name?: string;
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  /** The account that the grant was made in. */
  readonly issuer: string;
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: Pairs;
  readonly encryptionContextSubset?: Pairs;
  readonly createdMs: number;
}

/** Everything that KMS keeps. */
export interface KmsTables {
  /** By account, region and id. */
  readonly keys: Table<KmsKey>;
  /** By account, region and id; 32 bytes each. */
  readonly materials: Table<Uint8Array>;
  /** By account, region and name. */
  readonly aliases: Table<KmsAlias>;
  /** By ARN of the key and id of the grant. */
  readonly grants: Table<KmsGrant>;
}

/** Declares the tables of KMS. */
export function kmsTables(store: Store): KmsTables {
  return {
    keys: store.table("kms.keys", { cached: true }),
    materials: store.table("kms.materials", { cached: true }),
    aliases: store.table("kms.aliases", { cached: true }),
    grants: store.table("kms.grants"),
  };
}
