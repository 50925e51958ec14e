import type { Gap } from "../gaps/find-gaps.ts";
import type { Denial } from "./denial.ts";

/** Rows of the catalogue of causes. */
export type CauseId =
  | `C0${"1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"}`
  | `C${"1" | "2" | "3" | "4"}${"0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"}`
  | "C50"
  | "C51"
  | "C52"
  | `L${"1" | "2" | "3" | "4" | "5" | "6" | "7"}`;

/** What a text says, as a code that stays the same in every language. */
export type DiagnosisCode =
  | "identity-policy-silent"
  | "identity-policy-denies"
  | "resource-policy-silent"
  | "resource-policy-denies"
  | "service-control-silent"
  | "service-control-denies"
  | "resource-control-denies"
  | "boundary-silent"
  | "boundary-denies"
  | "session-policy-silent"
  | "session-policy-denies"
  | "vpc-endpoint-silent"
  | "vpc-endpoint-denies"
  | "role-trust-silent"
  | "role-trust-denies"
  | "public-policy-blocked"
  | "public-acl-blocked"
  | "object-locked"
  | "sse-c-blocked"
  | "key-not-usable"
  | "denied-without-reason"
  | "denied-in-own-account"
  | "denied-by-unnamed-layer"
  | "denied-encoded"
  | "head-refused"
  | "credentials-expired"
  | "credentials-invalid"
  | "credentials-missing"
  | "clock-skewed"
  | "profile-missing"
  | "principal-invalid"
  | "policy-malformed"
  | "acls-disabled"
  | "bucket-missing"
  | "key-missing"
  | "wrong-region"
  | "throttled"
  | "account-suspended"
  | "not-the-owner"
  | "object-archived"
  | "encryption-key-refused"
  | "head-unclear"
  | "job-missing"
  | "unknown-error";

/** Who can change what stopped the request. */
export interface Actor {
  readonly who:
    | "caller"
    | "callersAccount"
    | "bucketOwner"
    | "keyOwner"
    | "callersOrganization"
    | "ownersOrganization"
    | "networkOwner"
    | "roleOwner"
    | "awsSupport"
    /** The text does not tell: it may be either side. */
    | "eitherSide";
  /** The 12 digits, or `unknown`. */
  readonly account: string;
}

/** A permission that would be refused next, or that may be the one refused. */
export interface HiddenNeed {
  readonly action: string;
  readonly bucket?: string;
  readonly side: "source" | "destination";
}

/** Something that people try and that does not help, with what they would write. */
export interface WrongFix {
  readonly code:
    | "session-arn-as-principal"
    | "role-arn-without-path"
    | "list-on-objects"
    | "objects-on-bucket"
    | "operation-as-action"
    | "allow-against-deny"
    | "administrator-in-other-account"
    | "public-bucket";
  readonly value: string;
}

/** What one denial means. */
export interface Diagnosis {
  readonly denial: Denial;
  readonly code: DiagnosisCode;
  readonly actor: Actor;
  /** Most likely first. */
  readonly causes: readonly CauseId[];
  readonly hides: readonly HiddenNeed[];
  readonly avoid: readonly WrongFix[];
  /** What the facts say, where they bear on it: AWS's text may name the wrong layer. */
  readonly gap?: Gap;
}
