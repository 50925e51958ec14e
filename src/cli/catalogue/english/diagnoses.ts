import type { Catalogue } from "../catalogue.ts";

export const diagnoses: Catalogue["diagnoses"] = {
  "identity-policy-silent": "no policy of the caller's own user or role allows this",
  "identity-policy-denies":
    "a policy of the caller's own user or role denies this; no further Allow can help",
  "resource-policy-silent":
    "the bucket's own policy does not allow this caller; being administrator of another account does not reach it",
  "resource-policy-denies": "the bucket policy denies this; no further Allow can help",
  "service-control-silent": "no service control policy of the caller's organization allows this",
  "service-control-denies": "a service control policy of the caller's organization denies this",
  "resource-control-denies":
    "a resource control policy of the bucket owner's organization denies this",
  "boundary-silent": "the permissions boundary of the caller's user or role does not include this",
  "boundary-denies": "the permissions boundary of the caller's user or role denies this",
  "session-policy-silent":
    "the session policy that these temporary credentials were made with does not include this",
  "session-policy-denies":
    "the session policy that these temporary credentials were made with denies this",
  "vpc-endpoint-silent": "the policy of the VPC endpoint on the way does not allow this",
  "vpc-endpoint-denies": "the policy of the VPC endpoint on the way denies this",
  "role-trust-silent": "the role's trust policy does not let this caller assume it",
  "role-trust-denies": "the role's trust policy denies that this caller assumes it",
  "public-policy-blocked": "Block Public Access refuses a bucket policy that counts as public",
  "public-acl-blocked": "Block Public Access refuses a public ACL",
  "object-locked": "Object Lock protects this version of the object",
  "sse-c-blocked": "the bucket refuses encryption with customer-provided keys (SSE-C)",
  "key-not-usable":
    "the KMS key cannot be used by this caller: it is elsewhere, or its key policy is silent or denies",
  "denied-without-reason":
    "access was denied and AWS gave no reason, as it does across organizations: either side's policies may be the cause",
  "denied-in-own-account":
    "access was denied and AWS gave no reason; policies of the caller's account and organization alone decide this",
  "denied-by-unnamed-layer": "some policy denies this explicitly; AWS does not say which",
  "denied-encoded": "access was denied, and the reason is in a message that AWS has encoded",
  "head-refused":
    "a HEAD request was refused; such answers carry no reason, and a missing key is refused too without s3:ListBucket",
  "credentials-expired":
    "the credentials have expired: sign in again (`aws sso login --profile NAME`); this is not a missing permission",
  "credentials-invalid":
    "AWS does not know these credentials, or they have expired: check the profile and the AWS_ variables of the environment; those of one partition, such as China (`aws-cn`), are unknown in the others; this is not a missing permission",
  "credentials-missing": "there are no credentials; this is not a missing permission",
  "clock-skewed":
    "this machine's clock differs from AWS's by more than 15 minutes; this is not a missing permission",
  "profile-missing": "the AWS config files have no such profile; this is not a missing permission",
  "principal-invalid":
    "the policy names a user or role that does not exist exactly as written, path included",
  "policy-malformed": "S3 refuses to save the policy as it is written",
  "acls-disabled":
    "the bucket has ACLs disabled; leave out --acl, or use bucket-owner-full-control",
  "bucket-missing":
    "there is no such bucket in this partition of AWS; this is not a missing permission; one of China (`aws-cn`) or GovCloud (`aws-us-gov`) is seen with credentials of there alone",
  "key-missing": "there is no such object; this is not a missing permission",
  "wrong-region": "the bucket is in another region; this is not a missing permission",
  throttled: "AWS asks to slow down; this is not a missing permission",
  "account-suspended": "the account is suspended or not signed up; AWS Support can tell more",
  "not-the-owner": "only identities of the account that owns the bucket may do this",
  "object-archived":
    "the object is archived and must be restored first; this is not a missing permission",
  "encryption-key-refused":
    "the KMS key is disabled, being deleted, in another region or named by an alias; this is not a missing permission",
  "head-unclear":
    "S3 gives no reason when it refuses a HEAD: mostly the key of `--sse-c` is missing, another than the object's, or given for an object without one, or the token has expired; this is not a missing permission",
  "job-missing":
    "the account has no such job of S3 Batch Operations in this region, and `sluice jobs` lists those that it has; this is not a missing permission",
  "unknown-error": "this error is not in the catalogue",
};
