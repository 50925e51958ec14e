import { parseArn } from "../../aws/index.ts";
import { accountCaller } from "../account-caller.ts";
import type { AuthorizationRequest, ContextValue, RequestContext } from "../request.ts";
import type { KeyUse } from "./key-use.ts";

/** The part of the encryption context that S3 adds, as a condition key. */
export const S3_ARN_KEY = "kms:encryptioncontext:aws:s3:arn";

/** The condition keys of a KMS request that S3 makes in its caller's name for an object. */
export function keyCallContext(
  request: AuthorizationRequest,
  use: KeyUse,
  objectArn: string,
): RequestContext {
  const arn = parseArn(use.key.arn);
  const caller = accountCaller(request.caller);
  return new Map<string, ContextValue>([
    ...[...request.context].filter(([key]) => isOfCaller(key)),
    ...use.key.context,
    ...(arn === undefined
      ? []
      : ([
          ["aws:resourceaccount", [arn.account]],
          ["aws:requestedregion", [arn.region]],
          ["kms:viaservice", [s3ViaService(arn.region)]],
        ] as const)),
    ...(caller === undefined ? [] : [["kms:calleraccount", [caller.account]] as const]),
    // S3 is not among the services that fill `aws:CalledVia`.
    ["aws:viaawsservice", ["true"]],
    ["aws:securetransport", ["true"]],
    // CloudTrail shows no address for such calls but this, which no range of a policy has.
    ["aws:sourceip", ["AWS Internal"]],
    ["aws:useragent", ["AWS Internal"]],
    ...encryptionContext(request.anyKeyUnder === true, use, objectArn),
  ]);
}

// What a forward access session passes on (IAM User Guide, Forward access sessions): identity and
// session, not the way of the first request nor anything about its resource.
const ofCaller =
  /^aws:(?:principal.*|userid|username|multifactorauth.*|tokenissuetime|federatedprovider|sourceidentity|ec2instancesource.*|assumedroot|currenttime|epochtime|chatbotsourcearn|signinsessionarn)$/;

function isOfCaller(key: string): boolean {
  return ofCaller.test(key);
}

/** The value of `kms:ViaService` for S3 (AWS KMS Developer Guide); in China service names end in `.cn`. */
export function s3ViaService(region: string): string {
  return `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** S3 User Guide, SSE-KMS, Encryption context; with an S3 Bucket Key it names the bucket. */
function encryptionContext(
  anyKeyUnder: boolean,
  { bucketKey, encryptionContext: added = {} }: KeyUse,
  objectArn: string,
): readonly (readonly [string, ContextValue])[] {
  const ofObject: ContextValue = anyKeyUnder ? "unknown" : [objectArn];
  return [
    ...Object.entries(added).map(
      ([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, [value]] as const,
    ),
    [S3_ARN_KEY, bucketKey ? [objectArn.split("/", 1).join()] : ofObject],
    ["kms:encryptioncontextkeys", [...new Set([...Object.keys(added), "aws:s3:arn"])]],
  ];
}
