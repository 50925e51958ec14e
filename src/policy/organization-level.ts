import type { AttachedPolicy } from "./policy-document.ts";

/** One level of an organization on the way to an account: the root, a unit, the account itself. */
export interface OrganizationLevel {
  /** `r-…`, `ou-…` or the account. */
  readonly id: string;
  readonly policies: readonly AttachedPolicy[];
}
