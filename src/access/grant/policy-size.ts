import { policyQuotas } from "../../policy/index.ts";
import type { GrantedDocument } from "./grant-proposal.ts";

/** Sizes that AWS accepts; of a permission set's inline policy as IAM Identity Center quotas say. */
export const sizeLimits: Readonly<Record<Exclude<GrantedDocument["kind"], "keyGrant">, number>> = {
  bucketPolicy: policyQuotas.bucketPolicy,
  // S3 User Guide, Access points restrictions and limitations: 20 KB, as of buckets.
  accessPointPolicy: policyQuotas.bucketPolicy,
  keyPolicy: policyQuotas.keyPolicy,
  vpcEndpointPolicy: policyQuotas.vpcEndpoint,
  rolePolicy: policyQuotas.inlineOfRole,
  userPolicy: policyQuotas.inlineOfUser,
  permissionSet: 32_768,
  trustPolicy: policyQuotas.trust,
};
