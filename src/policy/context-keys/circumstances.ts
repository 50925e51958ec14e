import type { Caller } from "../request.ts";

/** What is known of a request beside the values of its condition keys. */
export interface Circumstances {
  readonly action: string;
  readonly caller: Caller;
  /** What the caller signs with: access keys of its own, or those of a session. */
  readonly credentials: "longTerm" | "temporary" | "unknown";
  readonly network: "internet" | "vpcEndpoint" | "unknown";
  /** Whether the caller's account and the resource's are in an organization. */
  readonly principalOrganization: Membership;
  readonly resourceOrganization: Membership;
  /** Whether every header and parameter that is sent has its key already. */
  readonly isSentKnown: boolean;
}

export type Membership = "in" | "none" | "unknown";
