import { accountCaller } from "../../policy/index.ts";
import { headerOf } from "../http/lab-request.ts";
import { namedObjectKey } from "../kms/object-keys.ts";
import type { KmsKey } from "../kms/kms-tables.ts";
import { ensureS3Key } from "../kms/s3-managed-key.ts";
import { invalidArgument, Refusal } from "../refusal.ts";
import type { BucketEncryption } from "../state/s3-tables.ts";
import type { Pairs } from "../state/stored-object.ts";
import { namesCustomerKey } from "./encryption-customer.ts";
import type { ObjectCall } from "./s3-call.ts";

const SSE = "x-amz-server-side-encryption";
const KMS_KEY = `${SSE}-aws-kms-key-id`;
const CONTEXT = `${SSE}-context`;
const BUCKET_KEY = `${SSE}-bucket-key-enabled`;
const MANAGED = "alias/aws/s3";
const DUAL_LAYER = "aws:kms:dsse";

/** The KMS key that a write asks for, by its headers or its bucket's default. */
export interface AskedKey {
  readonly keyArn: string;
  readonly key?: KmsKey;
  readonly hasBucketKey: boolean;
  readonly isDualLayer?: true;
  readonly context?: Pairs;
}

/** What a write asks for; undefined for SSE-S3. Refuses a name that can be no key's, as KMS does. */
export function askedKey(call: ObjectCall): AskedKey | undefined {
  requireOneKind(call);
  const { algorithm, kmsKey = MANAGED, bucketKey } = askedEncryption(call);
  if (algorithm === "AES256" || namesCustomerKey(call.request)) return undefined;
  const context = readContext(headerOf(call.request, CONTEXT));
  const isDualLayer = algorithm === DUAL_LAYER;
  const asker = { account: writerOf(call), region: call.bucket.region };
  const { arn, key } = asS3(() => namedObjectKey(call.lab, kmsKey, asker));
  return {
    keyArn: arn,
    // S3 User Guide, Using DSSE-KMS: it has no bucket keys. What becomes of one that is asked for is not documented.
    hasBucketKey: bucketKey && !isDualLayer,
    ...(isDualLayer && { isDualLayer }),
    ...(key && { key }),
    ...(context && { context }),
  };
}

/** Makes the writer's key `aws/s3` where the write will be encrypted under it. */
export async function prepareAskedKey(call: ObjectCall): Promise<void> {
  const { algorithm, kmsKey = MANAGED } = askedEncryption(call);
  if (algorithm === "AES256" || !kmsKey.endsWith(MANAGED)) return;
  if (namesCustomerKey(call.request)) return;
  await ensureS3Key(call.lab, writerOf(call), call.bucket.region);
}

/**
 * Headers count before the bucket's default. Without the name of a key, `aws:kms` and `aws:kms:dsse` mean
 * `aws/s3`, whatever the bucket's default key is (API Reference, PutObject).
 */
function askedEncryption({ request, bucket }: ObjectCall): BucketEncryption {
  const byDefault = bucket.settings?.encryption ?? { algorithm: "AES256", bucketKey: false };
  const algorithm = headerOf(request, SSE);
  const kmsKey = headerOf(request, KMS_KEY);
  const named = kmsKey ?? headerOf(request, CONTEXT);
  requireFit(algorithm, named !== undefined);
  const asked = headerOf(request, BUCKET_KEY);
  const bucketKey = asked === undefined ? byDefault.bucketKey : asked.toLowerCase() === "true";
  if (algorithm === undefined) return { ...byDefault, bucketKey };
  if (algorithm === "AES256") return { algorithm, bucketKey: false };
  return { algorithm, bucketKey, ...(kmsKey !== undefined && { kmsKey }) };
}

function requireOneKind({ request }: ObjectCall): void {
  const algorithm = headerOf(request, SSE);
  if (algorithm === undefined || !namesCustomerKey(request)) return;
  throw invalidArgument(
    "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
    SSE,
    algorithm,
  );
}

type Algorithm = BucketEncryption["algorithm"];

function isAlgorithm(text: string): text is Algorithm {
  return text === "AES256" || text === "aws:kms" || text === DUAL_LAYER;
}

function requireFit(
  algorithm: string | undefined,
  namesKmsKey: boolean,
): asserts algorithm is Algorithm | undefined {
  if (algorithm !== undefined && !isAlgorithm(algorithm)) {
    throw invalidArgument("The encryption method specified is not supported", SSE, algorithm);
  }
  if (algorithm?.startsWith("aws:kms") === true || !namesKmsKey) return;
  throw invalidArgument(
    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    SSE,
    algorithm ?? "null",
  );
}

function readContext(text: string | undefined): Pairs | undefined {
  if (text === undefined) return undefined;
  const pairs = parsePairs(Buffer.from(text, "base64").toString("utf8"));
  if (pairs !== undefined) return pairs;
  throw invalidArgument(
    `The header '${CONTEXT}' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map`,
    CONTEXT,
    text,
  );
}

function parsePairs(text: string): Pairs | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const pairs: (readonly [string, string])[] = [];
    for (const [name, each] of Object.entries(value)) {
      if (typeof each !== "string") return undefined;
      pairs.push([name, each]);
    }
    return pairs;
  } catch {
    return undefined;
  }
}

/** An id or an alias is looked up with whoever writes (API Reference, ServerSideEncryptionByDefault). */
function writerOf({ identity, bucket }: ObjectCall): string {
  return accountCaller(identity.caller)?.account ?? bucket.account;
}

/** S3 passes KMS's errors on, with `KMS.` before their codes. */
function asS3<Result>(ask: () => Result): Result {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal({ ...error.detail, code: `KMS.${error.detail.code}` });
  }
}
