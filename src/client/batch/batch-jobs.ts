import type {
  JobDescriptor,
  JobListDescriptor,
  S3ControlClient,
  S3CopyObjectOperation,
} from "@aws-sdk/client-s3-control";
import { partitionOf } from "../../aws/index.ts";
import type { BatchJob, BatchJobs, BatchOrder, DescribedJob } from "../../sync/index.ts";
import { callsTo } from "../account/call-aws.ts";
import { openJobControl } from "../account/sdk-clients.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";

/** Where jobs are, and whose they are. */
export interface JobsPlace {
  readonly profile: Profile;
  /** Resolves to the account of the profile. */
  readonly account: () => Promise<string>;
  /** The region of the bucket that is written, where its jobs must be, as far as is known; asked for at every call. */
  readonly region: () => string;
}

/** S3 Batch Operations through the AWS SDK, which is loaded at the first call. */
export function createBatchJobs({ profile, account, region }: JobsPlace): BatchJobs {
  const call = callsTo("s3", profile);
  const controls = new Map<string, Promise<Control>>();
  const control = (): Promise<Control> => {
    const at = region();
    const open = controls.get(at) ?? openControl(at);
    controls.set(at, open);
    // What could not be opened is opened anew by the next call.
    open.catch(() => controls.delete(at));
    return open;
  };
  const openControl = async (at: string): Promise<Control> => {
    const opening = [account(), openJobControl(profile, { region: at })] as const;
    const [AccountId, client] = await Promise.all(opening);
    return { AccountId, client, region: at };
  };
  return {
    async create(order) {
      const { CreateJobCommand } = await import("@aws-sdk/client-s3-control");
      const { AccountId, client, region } = await control();
      // The SDK makes the token that lets it ask again without a second job.
      const command = new CreateJobCommand({ AccountId, ...requestOf(order, region) });
      const { JobId } = await call("CreateJob", () => client.send(command));
      return { id: required(JobId, "id", "CreateJob"), region };
    },

    async describe(id) {
      const { DescribeJobCommand } = await import("@aws-sdk/client-s3-control");
      const { AccountId, client } = await control();
      const command = new DescribeJobCommand({ AccountId, JobId: id });
      const { Job } = await call("DescribeJob", () => client.send(command));
      return describedJob(required(Job, "job", "DescribeJob"));
    },

    async *list({ signal } = {}) {
      const { paginateListJobs } = await import("@aws-sdk/client-s3-control");
      const { AccountId, client } = await control();
      const stop = signal && { abortSignal: signal };
      const pages = paginateListJobs({ client }, { AccountId }, stop)[Symbol.asyncIterator]();
      for (;;) {
        const page = await call("ListJobs", () => pages.next());
        if (page.done === true) return;
        yield* (page.value.Jobs ?? []).map(jobOf);
      }
    },
  };
}

interface Control {
  readonly AccountId: string;
  readonly client: S3ControlClient;
  readonly region: string;
}

type Request = Omit<
  ConstructorParameters<(typeof import("@aws-sdk/client-s3-control"))["CreateJobCommand"]>[0],
  "AccountId"
>;

function requestOf(order: BatchOrder, region: string): Request {
  const arn = (name: string): string => `arn:${partitionOf(region)}:s3:::${name}`;
  const { manifest, report } = order;
  return {
    Description: order.description.slice(0, 256),
    ConfirmationRequired: false,
    Priority: 10,
    RoleArn: order.roleArn,
    ClientRequestToken: undefined,
    Operation: { S3PutObjectCopy: copyOf(order, arn(order.destinationBucket)) },
    Manifest: {
      Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
      Location: { ObjectArn: arn(`${manifest.bucket}/${manifest.key}`), ETag: manifest.etag },
    },
    Report: {
      Bucket: arn(report.bucket),
      Prefix: report.prefix,
      Format: "Report_CSV_20180820",
      Enabled: true,
      ReportScope: "AllTasks",
    },
  };
}

function copyOf(
  { destinationFolder, write }: BatchOrder,
  TargetResource: string,
): S3CopyObjectOperation {
  const { acl, storageClass, sseKmsKeyId, checksumAlgorithm } = write;
  return {
    TargetResource,
    ...(destinationFolder !== undefined && { TargetKeyPrefix: destinationFolder }),
    ...wordsOf({
      CannedAccessControlList: acl,
      StorageClass: storageClass,
      SSEAwsKmsKeyId: sseKmsKeyId,
      ChecksumAlgorithm: checksumAlgorithm,
    }),
  };
}

/** The SDK's types list the words that it knew; S3 says itself which it takes. */
function wordsOf(
  words: Readonly<Record<string, string | undefined>>,
): Partial<S3CopyObjectOperation> {
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined));
}

function describedJob(job: JobDescriptor): DescribedJob {
  const { Bucket, Prefix = "" } = job.Report ?? {};
  const failures = (job.FailureReasons ?? []).map(({ FailureCode, FailureReason }) => ({
    code: FailureCode ?? "",
    reason: FailureReason ?? "",
  }));
  const bucket = bucketIn(Bucket);
  const { TargetResource, TargetKeyPrefix: folder } = job.Operation?.S3PutObjectCopy ?? {};
  const target = bucketIn(TargetResource);
  return {
    ...jobOf(job),
    failures,
    ...(target !== undefined && { destination: { bucket: target, folder } }),
    ...(bucket !== undefined && { report: { bucket, prefix: Prefix } }),
  };
}

/** `arn:aws:s3:::bucket` */
function bucketIn(arn: string | undefined): string | undefined {
  return arn?.split(":")[5];
}

function jobOf(job: JobDescriptor | JobListDescriptor): BatchJob {
  const { TotalNumberOfTasks, NumberOfTasksSucceeded, NumberOfTasksFailed } =
    job.ProgressSummary ?? {};
  return {
    id: required(job.JobId, "id", "DescribeJob"),
    status: required(job.Status, "status", "DescribeJob"),
    description: job.Description ?? "",
    createdMs: job.CreationTime?.getTime() ?? 0,
    total: TotalNumberOfTasks ?? 0,
    succeeded: NumberOfTasksSucceeded ?? 0,
    failed: NumberOfTasksFailed ?? 0,
  };
}

function required<T>(value: T | undefined, what: string, operation: string): T {
  if (value !== undefined) return value;
  throw new WireError("UnreadableAnswer", `the answer to ${operation} lacks its ${what}`);
}
