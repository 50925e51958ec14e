import { AwsError, type AwsCall, type S3Operation, type Side } from "../../src/aws/index.ts";
import type { Job } from "../../src/app/index.ts";
import type {
  CopySource,
  CustomerKey,
  MultipartUpload,
  UploadedPart,
} from "../../src/sync/ports.ts";
import type { InProcessBucket } from "./in-process-bucket.ts";
import { without } from "./without.ts";
import type { Stage } from "./stage.ts";

/** What a lab answered to one request; `skipped` where a sync would not have sent it. */
export type Answer =
  | { readonly kind: "done" }
  | { readonly kind: "skipped" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** The calls of a job on one key each, sent in the job's order. */
export interface Sender {
  send(call: AwsCall, keys: CallKeys): Promise<Answer>;
}

/** The key that a call is about, and the one that it copies from. */
export interface CallKeys {
  readonly on: string;
  readonly from: string;
}

const BODY = Buffer.from("content");

export function senderOf(stage: Stage, job: Job, tagged: boolean): Sender {
  const uploads = new Map<string, BegunUpload>();
  const carriesTags = tagged && job.calls.some((call) => call.carriesTags === true);
  const tagging = carriesTags ? { tagging: "team=blue" } : {};
  return {
    async send(call, keys) {
      const bucket = stage.bucket(job, call.side);
      const request = requests[call.operation]({ call, keys, job, bucket, uploads, tagging });
      if (request === undefined) return { kind: "skipped" };
      try {
        await request();
        return { kind: "done" };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // Who is told that the name is taken was let through.
        if (error.code === "PreconditionFailed") return { kind: "done" };
        return { kind: "refused", code: error.code, message: error.detail.message };
      }
    },
  };
}

/** An upload in parts by its key, and the part that it has. */
interface BegunUpload {
  readonly upload: MultipartUpload;
  readonly part?: UploadedPart;
}

interface Sending {
  readonly call: AwsCall;
  readonly keys: CallKeys;
  readonly job: Job;
  readonly bucket: InProcessBucket;
  readonly uploads: Map<string, BegunUpload>;
  /** The tags that it carries, as a header. */
  readonly tagging: { readonly tagging?: string };
}

/** The request of a call; what follows the beginning of an upload has none where it was not begun. */
type RequestOf = (sending: Sending) => (() => Promise<unknown>) | undefined;

const requests: Readonly<Record<S3Operation, RequestOf>> = {
  ListObjectsV2:
    ({ call: { parameters }, bucket }) =>
    () =>
      bucket.listPage({
        prefix: parameters["prefix"] ?? "",
        pageSize: Number(parameters["max-keys"]),
      }),
  HeadObject:
    ({ call, keys, job, bucket }) =>
    () =>
      bucket.headObject(keys.on, {
        checksums: "x-amz-checksum-mode" in call.parameters,
        ...customerKeyOf(job, call.side),
      }),
  GetObject:
    ({ call, keys, job, bucket }) =>
    () =>
      bucket.getObject(keys.on, customerKeyOf(job, call.side)),
  GetObjectTagging:
    ({ keys, bucket }) =>
    () =>
      bucket.getObjectTagging(keys.on, {}),
  PutObjectTagging:
    ({ keys, bucket }) =>
    () =>
      bucket.putObjectTagging(keys.on, [{ key: "team", value: "blue" }], {}),
  PutObject:
    ({ keys, bucket, job, tagging }) =>
    () =>
      bucket.putObject(keys.on, BODY, { ...job.options.write, ...tagging }),
  CopyObject: (sending) => () => {
    const { call, keys, bucket, job } = sending;
    const dropsTags = call.parameters["x-amz-tagging-directive"] === "REPLACE";
    const tagging = dropsTags ? { tagging: "" } : {};
    return bucket.copyObject(sourceOf(sending), keys.on, { ...job.options.write, ...tagging });
  },
  DeleteObject:
    ({ keys, bucket }) =>
    () =>
      bucket.deleteObject(keys.on, {}),
  DeleteObjects:
    ({ keys, bucket }) =>
    async () => {
      const refused = (await bucket.deleteObjects([keys.on], {})).get(keys.on);
      if (refused !== undefined) throw refused;
    },
  CreateMultipartUpload: (sending) => () => begin(sending),
  UploadPart: ({ keys, job, bucket, uploads }) => {
    const begun = uploads.get(keys.on);
    if (begun === undefined) return undefined;
    const { upload } = begun;
    return async () => {
      const sealing = customerKeyOf(job, "destination");
      const part = await bucket.uploadPart(upload, { partNumber: 1, body: BODY }, sealing);
      uploads.set(keys.on, { upload, part });
    };
  },
  UploadPartCopy: (sending) => {
    const { keys, job, bucket, uploads } = sending;
    const begun = uploads.get(keys.on);
    if (begun === undefined) return undefined;
    const { upload } = begun;
    const copied = { source: sourceOf(sending), range: { start: 0, end: BODY.length - 1 } };
    return async () => {
      const sealing = customerKeyOf(job, "destination");
      const part = await bucket.uploadPartCopy(upload, { partNumber: 1, ...copied }, sealing);
      uploads.set(keys.on, { upload, part });
    };
  },
  CompleteMultipartUpload: ({ keys, bucket, uploads, job }) => {
    const { upload, part } = uploads.get(keys.on) ?? {};
    if (upload === undefined || part === undefined) return undefined;
    const { ifNoneMatch, sseCustomer } = job.options.write;
    return () =>
      bucket.completeMultipartUpload(upload, [part], {
        ...(ifNoneMatch && { ifNoneMatch }),
        ...(sseCustomer && { sseCustomer }),
      });
  },
  // Of an upload of its own: the one before may be complete.
  AbortMultipartUpload: (sending) =>
    sending.uploads.has(sending.keys.on)
      ? async () => sending.bucket.abortMultipartUpload(await begin(sending))
      : undefined,
  ListParts: () => undefined,
  ListMultipartUploads: () => undefined,
};

async function begin({ keys, bucket, job, uploads, tagging }: Sending): Promise<MultipartUpload> {
  const { write } = job.options;
  const upload = await bucket.createMultipartUpload(keys.on, {
    ...without(write, "ifNoneMatch"),
    ...tagging,
  });
  uploads.set(keys.on, { upload });
  return upload;
}

function sourceOf({ call, keys, job }: Sending): CopySource {
  return { bucket: call.from?.bucket ?? "", key: keys.from, ...customerKeyOf(job, "source") };
}

/** The key that the objects of one side are under, as a run names it. */
function customerKeyOf({ options }: Job, side: Side): { readonly sseCustomer?: CustomerKey } {
  const sseCustomer = side === "source" ? options.sourceCustomerKey : options.write.sseCustomer;
  return sseCustomer === undefined ? {} : { sseCustomer };
}
