import { parseArn, UsageError } from "../aws/index.ts";
import { batchWay, callsOfBatch, callsOfJobs, refuseManifestsInside } from "../sync/index.ts";
import { type BatchPart, type Job, type JobRequest, withWay } from "./job.ts";
import { readPlace } from "./read-place.ts";

/** A sync whose copies S3 Batch Operations makes, as typed. */
export interface BatchJobRequest extends JobRequest {
  readonly batch: {
    readonly roleArn: string;
    /** Where manifests and completion reports go: an S3 URI. */
    readonly manifests: string;
  };
}

/** Reads a sync that S3 Batch Operations does; throws `UsageError` for one that it cannot do. */
export function readBatchJob(request: BatchJobRequest): Job {
  const source = readPlace(request.source, request.cwd);
  const destination = readPlace(request.destination, request.cwd);
  const { identities } = request;
  if (request.backup !== undefined) {
    throw new UsageError({
      en: "cannot keep what jobs of S3 Batch Operations replace: leave out `--backup-to` or `--on s3-batch`",
      ja: "S3 Batch Operations のジョブが上書きするものは残しておけません。`--backup-to` か `--on s3-batch` を外してください",
    });
  }
  if (identities.requestPayer === true) {
    throw new UsageError({
      en: "cannot leave this to S3 Batch Operations: its jobs cannot heed `--request-payer`; or leave out `--on s3-batch`",
      ja: "S3 Batch Operations には任せられません。ジョブは `--request-payer` に対応していません。または `--on s3-batch` を外してください",
    });
  }
  const options = withWay(request, source.kind === destination.kind);
  batchWay({ source, destination }, options);
  const part = readPart(request);
  const ends = { source, destination, manifests: part.manifests };
  refuseManifestsInside(ends, options);
  const calls = callsOfBatch(ends, options);
  const batch = { ...part, calls: callsOfJobs(ends, options) };
  return { work: "sync", source, destination, options, calls, identities, batch };
}

function readPart({
  batch: { roleArn, manifests: text },
  cwd,
}: BatchJobRequest): Omit<BatchPart, "calls"> {
  const arn = parseArn(roleArn);
  if (arn?.service !== "iam" || !arn.resource.startsWith("role/")) {
    throw new UsageError({
      en: `cannot use \`--batch-role ${roleArn}\`: it must be the ARN of a role, like \`arn:aws:iam::111122223333:role/batch\``,
      ja: `\`--batch-role ${roleArn}\` は使えません。\`arn:aws:iam::111122223333:role/batch\` のようなロールの ARN を指定してください`,
    });
  }
  refuseReserved(roleArn, arn.resource);
  const manifests = readPlace(text, cwd);
  if (manifests.kind === "s3") return { roleArn, manifests };
  throw new UsageError({
    en: `cannot use \`--manifest-bucket ${text}\`: it must be an S3 URI such as \`s3://bucket/prefix\``,
    ja: `\`--manifest-bucket ${text}\` は使えません。\`s3://bucket/prefix\` のような S3 URI を指定してください`,
  });
}

/**
 * Identity Center lets its users alone into such a role (Identity Center User Guide, IAM roles created by IAM Identity
 * Center), a linked service into the other (IAM User Guide, Service-linked roles), and nobody may change either.
 */
function refuseReserved(roleArn: string, resource: string): void {
  const keeper = /^role\/(?:aws-reserved\/|AWSReservedSSO_.+_[0-9a-f]{16}$)/.test(resource)
    ? { en: "Identity Center", ja: "Identity Center が" }
    : resource.startsWith("role/aws-service-role/")
      ? { en: "another service", ja: "別のサービスが" }
      : undefined;
  if (keeper === undefined) return;
  throw new UsageError({
    en: `cannot use \`--batch-role ${roleArn}\`: the role is kept by ${keeper.en}, and its trust policy, which only AWS may change, never lets S3 Batch Operations in; name a role of your own, which \`sluice grant\` makes where there is none`,
    ja: `\`--batch-role ${roleArn}\` は使えません。${keeper.ja}管理するロールで、信頼ポリシーは AWS しか変更できず、S3 Batch Operations は引き受けられません。自分のロールを指定してください。まだなければ \`sluice grant\` が作成します`,
  });
}
