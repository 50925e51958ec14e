/** Encryption context pairs; names and values mind case. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** A grant on a KMS key: it only allows, and only to one principal. */
export interface KeyGrant {
  readonly id: string;
  /** As whoever made it called it. */
  readonly name?: string;
  /** ARN of a user, role, session or of an account's root. */
  readonly granteePrincipal: string;
  /** Without their prefix, e.g. `Decrypt`. */
  readonly operations: readonly string[];
  /** May give the grant up. */
  readonly retiringPrincipal?: string;
  /** Requests must have exactly these pairs. */
  readonly encryptionContextEquals?: EncryptionContext;
  /** Requests must have these pairs, and may have others. */
  readonly encryptionContextSubset?: EncryptionContext;
}
