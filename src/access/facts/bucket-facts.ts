import { joinSentences, s3Arn } from "../../aws/index.ts";
import type { AttachedPolicy } from "../../policy/index.ts";
import type { AccountReader, CallerIdentity } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf } from "./asked-of.ts";
import { attempt } from "./attempt.ts";
import { type BucketFacts, type Fact, known, unknown } from "./facts.ts";

/** One identity's answer about one bucket's policy. */
type Answer = Fact<AttachedPolicy | undefined> & { readonly mayRead: boolean };

/** Asks one identity after the other for a bucket's policy, until one may read it. */
export async function askForPolicies(
  bucket: string,
  readers: readonly AccountReader[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const reader of readers) {
    const answer = await askForPolicy(bucket, reader);
    answers.push(answer);
    if (answer.mayRead) break;
  }
  return answers;
}

async function askForPolicy(bucket: string, reader: AccountReader): Promise<Answer> {
  const text = await attempt(askedOf("GetBucketPolicy", reader), () => reader.bucketPolicy(bucket));
  if (!text.known) return { ...text, mayRead: false };
  if (text.value === undefined) return { ...known(undefined, text.from), mayRead: true };
  const attachment = { name: "bucket policy", attachedTo: s3Arn(bucket) };
  return {
    ...attachedPolicy({ ...attachment, text: text.value, kind: "resource" }, text.from),
    mayRead: true,
  };
}

/**
 * The owner and policy of a bucket, from the answers of the identities that were asked.
 * S3 answers GetBucketPolicy to the owning account alone: others get 403, or 405 when permitted.
 */
export function bucketFacts(
  answers: readonly Answer[],
  identities: readonly CallerIdentity[],
  readers: readonly AccountReader[],
): Pick<BucketFacts, "owner" | "policy" | "isMissing"> {
  const i = answers.findIndex((answer) => answer.mayRead);
  const answer = answers[i];
  const owner = identities[i];
  if (answer !== undefined && owner !== undefined) {
    const from = `GetBucketPolicy as ${readers[i]?.label.en ?? "owner"}`;
    return { owner: known(owner.account, from), policy: answer };
  }
  const why = joinSentences(answers.flatMap((refused) => (refused.known ? [] : [refused.why])));
  const isMissing = answers.some((refused) => !refused.known && refused.code === "NoSuchBucket");
  return { owner: unknown(why), policy: unknown(why), ...(isMissing && { isMissing }) };
}
