import type { GateSetting } from "./gate-setting.ts";

/**
 * How AWS tells that a setting refuses; undefined where it says no more than `Access Denied`. The texts
 * of `BlockPublic…` are those of public logs since 2024; pages before that have `prevented by the …
 * setting in S3 Block Public Access`.
 */
export function settingReason(setting: GateSetting): string | undefined {
  switch (setting.kind) {
    case "publicAccess":
      return publicAccessReason(setting.flag);
    case "sseCBlocked":
      // As public reports quote it.
      return "because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type";
    case "accessPointVpc":
      // AWS re:Post, Managing FSxN S3 Access Points in Centralized VPC Endpoint Architectures, Symptoms.
      return "with an explicit deny in a resource-based policy";
    case "acl":
    case "aclsDisabled":
    case "requesterPays":
    case "expectedOwner":
    case "endpointRegion":
      return undefined;
  }
}

type Flag = Extract<GateSetting, { kind: "publicAccess" }>["flag"];

function publicAccessReason(flag: Flag): string {
  switch (flag) {
    case "RestrictPublicBuckets":
      // S3 User Guide, Troubleshoot access denied errors.
      return "with an explicit deny in a resource-based policy";
    case "BlockPublicPolicy":
      return "because public policies are blocked by the BlockPublicPolicy block public access setting.";
    case "BlockPublicAcls":
      return "because public access control lists (ACLs) are blocked by the BlockPublicAcls block public access setting.";
  }
}
