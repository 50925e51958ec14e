import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";
import type { Bucket } from "../state/buckets.ts";

/** A request, and the bucket that it names by its path or its host. */
interface Asked {
  readonly request: LabRequest;
  readonly bucket: Bucket;
  readonly hostBucket: string | undefined;
}

/**
 * Sends a request that was signed for another region's endpoint to the bucket's own. One for the global
 * endpoint with the bucket in its host has reached the bucket's region already, which then finds its
 * signature wrong (S3 User Guide, Request routing; Virtual hosting of buckets). The endpoint that is named
 * is the lab, whatever the region: AWS's own name would take clients away from here.
 */
export function redirectToRegion({ request, bucket, hostBucket }: Asked): void {
  if (request.read.outcome !== "read" || bucket.accessPoint !== undefined) return;
  const { region, service } = request.read.authorization.scope;
  if (service !== "s3" || region === bucket.region) return;
  if (region === "us-east-1" && hostBucket !== undefined) return;
  throw new Refusal({
    code: "PermanentRedirect",
    status: 301,
    message:
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    elements: { Endpoint: headerOf(request, "host") ?? "", Bucket: bucket.name },
  });
}
