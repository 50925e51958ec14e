import type { EndpointFacts } from "../../policy/index.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import { findSourceBucket, readCopySource } from "./copy-source-place.ts";

/**
 * Refuses what a VPC endpoint does not reach: buckets of other regions, also as the source of a copy (API
 * Reference, CopyObject: VPC endpoints don't support cross-Region requests, including copies).
 */
export function requireOwnRegion(
  lab: LabState,
  request: LabRequest,
  { endpoint, bucket }: { readonly endpoint: EndpointFacts; readonly bucket: Bucket | undefined },
): void {
  const isCopy = headerOf(request, "x-amz-copy-source") !== undefined;
  const source = isCopy ? findSourceBucket(lab, readCopySource(request)) : undefined;
  const isFar = [bucket, source].some((one) => one !== undefined && one.region !== endpoint.region);
  if (!isFar) return;
  throw new Refusal({
    code: "AccessDenied",
    status: 403,
    message: "VPC endpoints do not support cross-region requests",
  });
}
