import { AwsError } from "../aws/index.ts";

const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 8_000];

/**
 * What S3 and KMS say to a policy or a grant that names nobody, among other things (API References, PutBucketPolicy,
 * PutKeyPolicy, CreateGrant), and IAM where a role that it made is asked for (hashicorp/terraform issues 6709, 18435).
 */
const REFUSALS: ReadonlySet<string> = new Set([
  "MalformedPolicy",
  "MalformedPolicyDocumentException",
  "InvalidArnException",
  "NoSuchEntity",
]);

/**
 * Writes a policy that may name a role made just now, again while it is refused: what IAM makes takes seconds to be known
 * everywhere (IAM User Guide, Troubleshoot IAM, Changes that I make are not always immediately visible).
 */
export async function untilRoleKnown<T>(
  write: () => Promise<T>,
  pause: (ms: number) => Promise<void>,
): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof AwsError) || !REFUSALS.has(error.code)) throw error;
      await pause(waitMs);
    }
  }
  return write();
}
