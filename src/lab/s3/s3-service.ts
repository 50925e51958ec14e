import type { EndpointFacts } from "../../policy/index.ts";
import { authenticate, type Identity } from "../authenticate.ts";
import { accessDenied } from "../authorize.ts";
import type { Call } from "../call.ts";
import type { HostTarget } from "../http/host-guard.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import type { Reply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import { act } from "./act.ts";
import { requireAccessPointTakes } from "./access-point-operations.ts";
import { findSourceBucket, readCopySource } from "./copy-source-place.ts";
import { findBucket, findHostBucket } from "./find-bucket.ts";
import { answerPreflight, headersForPage, requirePage } from "./cors.ts";
import { createsBucket, findOperation } from "./find-operation.ts";
import { noSuchBucket } from "./no-such.ts";
import { isPostForm, postObject } from "./post-object.ts";
import { redirectToRegion } from "./region-redirect.ts";
import { requireOwnRegion } from "./require-own-region.ts";
import { s3Context } from "./s3-context.ts";
import { readS3Target, type S3Target } from "./s3-target.ts";

/** Answers a request to S3: signature, operation, bucket, permissions, and only then the effect. */
export async function serveS3(
  lab: LabState,
  request: LabRequest,
  host: HostTarget,
): Promise<Reply> {
  const target = readS3Target(request, host);
  const endpoint = host.kind === "foreign" ? undefined : host.endpoint;
  const bucket = target.place === "service" ? undefined : bucketOf(lab, request, { target, host });
  try {
    const reply = await answer(lab, request, {
      target,
      bucket,
      ...(host.kind === "bucket" && { hostBucket: host.bucket }),
      ...(endpoint !== undefined && { endpoint }),
    });
    if (bucket === undefined) return reply;
    const own =
      target.place === "object" ? headersForPage(request, bucket) : headersOf(request, bucket);
    const headers = { ...own, ...reply.headers };
    return reply.body === undefined
      ? { status: reply.status, headers }
      : { status: reply.status, headers, body: reply.body };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { detail } = error;
    const headers = bucket === undefined ? {} : headersOf(request, bucket);
    throw new Refusal({ ...detail, headers: { ...headers, ...detail.headers } });
  }
}

interface Named {
  readonly target: Exclude<S3Target, { readonly place: "service" }>;
  readonly host: HostTarget;
}

function bucketOf(
  lab: LabState,
  { read }: LabRequest,
  { target, host }: Named,
): Bucket | undefined {
  if (host.kind !== "bucket") return findBucket(lab, target.bucket);
  const region = read.outcome === "read" ? read.authorization.scope.region : undefined;
  return findHostBucket(lab, target.bucket, region);
}

/**
 * S3 names a bucket's region even to those it refuses, but not with what it does to objects: clients find the right
 * one by it, and s3cmd sends an object's headers back with the copy of it. Browsers keep even an error from pages
 * without the headers for them.
 */
function headersOf(request: LabRequest, bucket: Bucket): Record<string, string> {
  return { "x-amz-bucket-region": bucket.region, ...headersForPage(request, bucket) };
}

interface Addressed {
  readonly target: S3Target;
  readonly bucket: Bucket | undefined;
  /** The bucket, where the host names it. */
  readonly hostBucket?: string;
  /** The id of the VPC endpoint that the host names. */
  readonly endpoint?: string;
}

async function answer(
  lab: LabState,
  request: LabRequest,
  { target, bucket, hostBucket, endpoint: named }: Addressed,
): Promise<Reply> {
  const creates = target.place === "bucket" && createsBucket(request);
  const endpointOf = (identity?: Identity): EndpointFacts | undefined => {
    const endpoint = lab.endpoints.get(named ?? identity?.endpoint ?? "");
    if (endpoint === undefined) return undefined;
    requireOwnRegion(lab, request, { endpoint, bucket: creates ? undefined : bucket });
    return endpoint;
  };
  if (target.place === "bucket" && isPostForm(request)) {
    if (bucket === undefined) throw noSuchBucket(target.bucket);
    return postObject({ lab, request, bucket, endpointOf });
  }
  if (request.wire.method === "OPTIONS") return answerPreflight(request, target, bucket);
  requirePage(request, bucket);
  if (bucket !== undefined && !creates) redirectToRegion({ request, bucket, hostBucket });
  const { identity, coding } = authenticate(lab, request, {
    service: "s3",
    ...(hostBucket !== undefined && { hostBucket }),
    ...(bucket !== undefined && !creates && { region: bucket.region }),
  });
  const endpoint = endpointOf(identity);
  const call: Call = {
    lab,
    request,
    identity,
    payload: openPayload(request, coding),
    context: s3Context(lab, request, { identity, endpoint }),
    endpoint,
  };
  return perform(call, { target, bucket });
}

/**
 * Does what a request of a known sender asks for, when they may. The new fields come first here, and wherever every
 * request passes: a literal that begins with a spread and then gains a field takes V8 twenty times as long.
 */
export function perform(
  call: Call,
  { target, bucket }: Pick<Addressed, "target" | "bucket">,
): Promise<Reply> {
  const operation = findOperation(call.request, target);
  if (operation.place === "service") return act(operation, call);
  const bucketName = target.place === "service" ? "" : target.bucket;
  if (operation.place === "newBucket") return act(operation, { bucketName, ...call });
  if (bucket === undefined) throw noSuchBucket(bucketName);
  requireAccessPointTakes(operation, bucket);
  requireExpectedOwner(call, "x-amz-expected-bucket-owner", bucket);
  requireSourceOwner(call);
  if (operation.place === "bucket") return act(operation, { bucket, ...call });
  return act(operation, { bucket, key: target.place === "object" ? target.key : "", ...call });
}

/** Amazon S3 User Guide, Verifying bucket ownership with bucket owner condition. */
function requireExpectedOwner(call: Call, header: string, bucket: Bucket): void {
  const owner = headerOf(call.request, header);
  if (owner === undefined) return;
  if (!/^\d{12}$/.test(owner)) {
    throw new Refusal({
      code: "InvalidBucketOwnerAWSAccountID",
      status: 400,
      message: `The value of the expected bucket owner parameter must be an AWS Account ID... [${owner}]`,
    });
  }
  if (owner !== bucket.account) throw accessDenied();
}

function requireSourceOwner(call: Call): void {
  const header = "x-amz-source-expected-bucket-owner";
  if (headerOf(call.request, header) === undefined) return;
  const bucket = findSourceBucket(call.lab, readCopySource(call.request));
  if (bucket !== undefined) requireExpectedOwner(call, header, bucket);
}
