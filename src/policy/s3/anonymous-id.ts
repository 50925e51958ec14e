/** S3 User Guide, ACL overview, Finding an AWS account canonical user ID: who owns what an anonymous caller writes. */
export const ANONYMOUS_ID = "65a011a29cdf8ec533ec3d1ccaae921c";
