import { parseArn } from "../../aws/index.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import type { AccessPointLayer } from "./access-point.ts";

/** The account that an access point belongs to. */
export function accountOfAccessPoint({ arn }: AccessPointLayer): string {
  return parseArn(arn)?.account ?? "unknown";
}

/** A request through an access point with the keys that it then has; any other as it is. */
export function atAccessPoint(
  request: AuthorizationRequest,
  { accessPoint }: PolicyLayers,
): AuthorizationRequest {
  if (accessPoint === undefined) return request;
  // S3 User Guide, Configuring IAM policies for using access points, Condition keys.
  const keys = [
    ["s3:dataaccesspointarn", [accessPoint.arn]],
    ["s3:dataaccesspointaccount", [accountOfAccessPoint(accessPoint)]],
    ["s3:accesspointnetworkorigin", [accessPoint.vpc === undefined ? "Internet" : "VPC"]],
  ] as const;
  return { ...request, context: new Map([...request.context, ...keys]) };
}

/** The same request to the bucket beneath, as its policy sees it. */
export function atBucket(
  request: AuthorizationRequest,
  { arn, bucket }: AccessPointLayer,
): AuthorizationRequest {
  const partition = parseArn(arn)?.partition ?? "aws";
  const key = request.resource.slice(arn.length).replace(/^\/object\//, "/");
  return { ...request, resource: `arn:${partition}:s3:::${bucket}${key}` };
}
