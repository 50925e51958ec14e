import { carriesKey, type ContextValue, type RequestContext } from "../../policy/index.ts";
import type { Need } from "../needs/need.ts";

const CREATION = "s3:objectcreationoperation";

/** The context of whatever makes an object by itself, and of an upload's beginning where nothing else does. */
export function contextOfWhole(need: Need, context: RequestContext): RequestContext {
  if (!carriesKey(need.action, CREATION)) return context;
  const isMade = need.because.length === 0 || !need.because.every(makesNone);
  return new Map<string, ContextValue>([...context, [CREATION, [String(isMade)]]]);
}

/**
 * The context of what is sent of an upload besides, with what is open about it; undefined where there is no upload
 * in parts. Parts carry no ACL, encryption or class: users report that policies which demand one refuse them
 * (aws-cli #1674, #4251, boto3 #2525), and AWS does not say whether they are held to what the upload began with.
 */
export function contextOfParts(need: Need, context: RequestContext): RequestContext | undefined {
  if (!carriesKey(need.action, CREATION) || !need.because.some(makesNone)) return undefined;
  const open = [...context.keys()].filter(isOfBeginning);
  const creation: ContextValue = need.because.every(makesNone) ? ["false"] : "unknown";
  return new Map<string, ContextValue>([
    ...context,
    ...open.map((key) => [key, "unknown"] as const),
    [CREATION, creation],
  ]);
}

/** S3 User Guide, Enforce conditional writes on Amazon S3 buckets, s3:ObjectCreationOperation. */
function makesNone(operation: string): boolean {
  return /^(?:CreateMultipartUpload|UploadPart|UploadPartCopy)$/.test(operation);
}

/** A customer's key goes with every part (S3 API Reference, UploadPart). */
function isOfBeginning(key: string): boolean {
  return key.startsWith("s3:x-amz-") && !/-customer-|content-sha256|copy-source/.test(key);
}
