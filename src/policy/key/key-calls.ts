import { parseArn } from "../../aws/index.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { keyCallContext, S3_ARN_KEY } from "./key-call-context.ts";
import type { KeyFacts } from "./key-facts.ts";
import type { KeyPurpose, KeyUse } from "./key-use.ts";

/** A request that one service makes for another's caller, with what bears on it. */
export interface KeyCall {
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
}

/** The KMS requests that S3 makes in its caller's name for the use of one key, in their order. */
export function keyCalls(
  request: AuthorizationRequest,
  use: KeyUse,
  layers: PolicyLayers,
): readonly KeyCall[] {
  const { arn } = use.key;
  const object = objectArn(request.resource, layers.accessPoint?.bucket);
  const context = keyCallContext(request, use, object);
  return actionsOf(use.purpose).map((action) => ({
    request: {
      caller: request.caller,
      action,
      resource: arn,
      resourceAccount: parseArn(arn)?.account ?? "unknown",
      context,
      ...(context.get(S3_ARN_KEY) === "unknown" && {
        valuesUnder: new Map([[S3_ARN_KEY, object]]),
      }),
      ...(action === "kms:Decrypt" && { byCiphertext: true }),
    },
    layers: keyLayers(use.key, layers),
  }));
}

/**
 * What bears on a request for a key. What bears on the caller does, whatever it asked for first; the
 * endpoint that an S3 request came through does not (AWS KMS Developer Guide, Using VPC endpoint conditions).
 */
export function keyLayers(key: KeyFacts, layers: PolicyLayers): PolicyLayers {
  const { identity, boundary, session, serviceControl, canonicalIds, managementAccounts } = layers;
  const { strictness } = layers;
  return {
    identity,
    ...(boundary && { boundary }),
    ...(session && { session }),
    ...(serviceControl && { serviceControl }),
    ...(canonicalIds && { canonicalIds }),
    ...(managementAccounts && { managementAccounts }),
    ...(strictness && { strictness }),
    ...(key.resourceControl && { resourceControl: key.resourceControl }),
    resource: key.policy,
    grants: key.grants,
    keyState: key.state,
  };
}

// S3 User Guide, Multipart upload API and permissions: S3 reads the parts before it completes the upload.
function actionsOf(purpose: KeyPurpose): readonly string[] {
  switch (purpose) {
    case "read":
      return ["kms:Decrypt"];
    case "write":
      return ["kms:GenerateDataKey"];
    case "multipartWrite":
      return ["kms:GenerateDataKey", "kms:Decrypt"];
  }
}

/** The encryption context names the bucket and not the access point that a request came by. */
function objectArn(resource: string, bucket: string | undefined): string {
  const [accessPoint = "", ...rest] = resource.split("/object/");
  if (bucket === undefined || rest.length === 0) return resource;
  const partition = parseArn(accessPoint)?.partition ?? "aws";
  return `arn:${partition}:s3:::${bucket}/${rest.join("/object/")}`;
}
