import { parseArn } from "../../aws/index.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { keyCallContext, S3_ARN_KEY } from "./key-call-context.ts";
import type { KeyPurpose, KeyUse } from "./key-use.ts";

/** The KMS requests that S3 makes in its caller's name, in their order. */
export function keyCallsOf(
  request: AuthorizationRequest,
  use: KeyUse,
  { accessPoint }: Pick<PolicyLayers, "accessPoint">,
): readonly AuthorizationRequest[] {
  const { key } = use;
  const object = objectArn(request.resource, accessPoint?.bucket);
  const context = keyCallContext(request, use, object);
  return actionsOf(use.purpose).map((action) => ({
    caller: request.caller,
    action,
    resource: key.arn,
    resourceAccount: parseArn(key.arn)?.account ?? "unknown",
    context,
    ...(context.get(S3_ARN_KEY) === "unknown" && { valuesUnder: new Map([[S3_ARN_KEY, object]]) }),
    ...(action === "kms:Decrypt" && { byCiphertext: true }),
  }));
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
