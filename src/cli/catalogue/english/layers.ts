import type { Catalogue } from "../catalogue.ts";

export const layers: Catalogue["layers"] = {
  identity: "identity policy",
  resource: "bucket policy",
  serviceControl: "service control policy",
  resourceControl: "resource control policy",
  boundary: "permissions boundary",
  session: "session policy",
  vpcEndpoint: "VPC endpoint policy",
  roleTrust: "role trust policy",
  blockPublicPolicy: "Block Public Access",
  blockPublicAcls: "Block Public Access",
  objectLock: "Object Lock",
  sseCBlocked: "bucket encryption setting",
  accessPoint: "access point policy",
  publicAccessBlock: "Block Public Access",
  objectOwnership: "object ownership and ACLs",
  requesterPays: "Requester Pays",
  expectedBucketOwner: "expected bucket owner",
  keyPolicy: "KMS key policy",
  keyGrant: "KMS grants",
  key: "KMS key policy",
};
