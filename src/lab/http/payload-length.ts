import { Refusal } from "../refusal.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";

// Amazon S3 User Guide, Uploading objects: a single PUT takes up to 5 GB.
const MAX_PUT = 5 * 1024 ** 3;

/** The length that the client promised for the decoded body. */
export function promisedLength(request: LabRequest): number | undefined {
  const text =
    headerOf(request, "x-amz-decoded-content-length") ?? headerOf(request, "content-length");
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Refuses an upload that does not say how long it is, or is too long for one PUT. */
export function requireLength(request: LabRequest): void {
  const length = promisedLength(request);
  if (length === undefined) {
    throw new Refusal({
      code: "MissingContentLength",
      status: 411,
      message: "You must provide the Content-Length HTTP header.",
    });
  }
  if (length <= MAX_PUT) return;
  throw new Refusal({
    code: "EntityTooLarge",
    status: 400,
    message: "Your proposed upload exceeds the maximum allowed size",
    elements: { ProposedSize: String(length), MaxSizeAllowed: String(MAX_PUT) },
  });
}

/** Refuses a body that is shorter or longer than promised. */
export function requireSize(request: LabRequest, size: number): void {
  const promised = promisedLength(request);
  if (promised === undefined || promised === size) return;
  throw new Refusal({
    code: "IncompleteBody",
    status: 400,
    message: "The request body terminated unexpectedly",
  });
}
