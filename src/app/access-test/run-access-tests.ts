import { dirname, resolve } from "node:path";
import { factsOfWorld, type Need, type SizesSeen } from "../../access/index.ts";
import { parseArn, parseS3Uri, s3Arn, UsageError } from "../../aws/index.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../sync/index.ts";
import { checkInWorld } from "../check-in-world.ts";
import type { Verdict } from "../../policy/index.ts";
import { checkFacts, type CheckResult } from "../check-job.ts";
import { readJob } from "../job.ts";
import { lookAtWorld } from "../look-at-world.ts";
import type { Assertion, Claim } from "./assertion.ts";
import type { AccessTests, PlacedAssertion } from "./read-access-tests.ts";

/** What became of one assertion; `check` says why. */
export interface AssertionResult {
  readonly assertion: PlacedAssertion;
  readonly verdict: Verdict;
  readonly holds: boolean;
  readonly check: CheckResult;
}

/** Holds every assertion against the world; what the world leaves unknown holds neither way. */
export function runAccessTests(tests: AccessTests): Promise<readonly AssertionResult[]> {
  return Promise.all(
    tests.assertions.map(async (assertion) => {
      const check = await checkAssertion(assertion, tests);
      const { verdict } = check;
      const wanted: Verdict = assertion.expected === "can" ? "allowed" : "denied";
      return { assertion, verdict, holds: verdict === wanted, check };
    }),
  );
}

async function checkAssertion(
  { principal, claim }: Assertion,
  tests: AccessTests,
): Promise<CheckResult> {
  const { world } = tests;
  switch (claim.kind) {
    case "sync":
      return checkSync(principal, claim, tests);
    case "action": {
      const need = needOf(claim);
      const buckets = need.bucket === "" ? [] : [need.bucket];
      const facts = factsOfWorld(world, principal, buckets);
      return checkFacts([{ facts, needs: [need] }], []);
    }
  }
}

async function checkSync(
  profile: string,
  { source, destination }: Extract<Claim, { kind: "sync" }>,
  { file, world, largest }: AccessTests,
): Promise<CheckResult> {
  const identities = { profile, ownerProfiles: [] };
  const options = DEFAULT_SYNC_OPTIONS;
  const job = readJob({ source, destination, cwd: dirname(resolve(file)), options, identities });
  const sizes = largest === undefined ? await lookAtWorld(job, world) : sizesUpTo(largest, options);
  return checkInWorld(job, world, sizes);
}

/** What is to be known of sizes where the largest object is. */
function sizesUpTo(
  largest: number,
  { multipartThreshold: threshold }: Pick<SyncOptions, "multipartThreshold">,
): SizesSeen {
  return { threshold, looked: 1, large: largest >= threshold ? 1 : 0, isWhole: true };
}

function needOf({ action, resource, when }: Extract<Claim, { kind: "action" }>): Need {
  const arn = resource.startsWith("s3://") ? arnOf(resource) : resource;
  const parsed = parseArn(arn);
  const isKey = parsed?.service === "kms" && /^key\/[^*?]+$/.test(parsed.resource);
  const bucket = parsed?.service === "s3" ? (parsed.resource.split("/")[0] ?? "") : "";
  if (!isKey && bucket === "") {
    throw new UsageError({
      en: `cannot test access to \`${resource}\`: it must be \`s3://bucket\`, \`s3://bucket/key\`, \`s3://bucket/prefix*\`, an ARN of these, or the ARN of a KMS key`,
      ja: `\`${resource}\` へのアクセスはテストできません。\`s3://bucket\`、\`s3://bucket/key\`、\`s3://bucket/prefix*\`、それらの ARN、または KMS キーの ARN を指定してください`,
    });
  }
  if (isKey !== /^kms:/i.test(action)) {
    throw new UsageError({
      en: `cannot test \`${action}\` on \`${resource}\`: actions of KMS are asked for KMS keys, those of S3 for buckets and objects`,
      ja: `\`${resource}\` に対する \`${action}\` はテストできません。KMS のアクションには KMS キー、S3 のアクションにはバケットかオブジェクトを指定してください`,
    });
  }
  const isPrefix = arn.endsWith("*");
  return {
    action,
    bucket,
    resource: isPrefix ? arn.slice(0, -1) : arn,
    ...(isPrefix && { anyKeyUnder: true }),
    side: "destination",
    context: when,
    because: [],
    essential: true,
    occasion: "always",
  };
}

function arnOf(uri: string): string {
  const { bucket, prefix } = parseS3Uri(uri);
  return prefix === "" && !uri.endsWith("/") ? s3Arn(bucket) : s3Arn(bucket, prefix);
}
