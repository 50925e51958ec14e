import type { Credentials } from "../aws/index.ts";

/** Someone who can call the lab. */
export interface LabPrincipal {
  readonly profile: string;
  readonly account: string;
  /** As `sts:GetCallerIdentity` says it. */
  readonly arn: string;
  readonly region: string;
  readonly credentials: Credentials;
}
