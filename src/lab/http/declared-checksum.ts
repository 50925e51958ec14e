import { invalidRequest } from "../refusal.ts";
import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_HEADERS,
  type ChecksumAlgorithm,
  parseChecksumAlgorithm,
  requireChecksumValue,
} from "./checksums.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";

/** The sum that a client sends along with a body. */
export interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Absent when it comes in a trailer. */
  readonly value?: string;
}

/** Does a request carry a sum of any kind in its headers? */
export function declaresChecksum({ wire }: LabRequest): boolean {
  return wire.headers.some(
    ([name]) => name.startsWith("x-amz-checksum-") || name === "x-amz-trailer",
  );
}

/** Reads which sum a request carries, in a header or in its trailer. */
export function declaredChecksum(request: LabRequest): DeclaredChecksum | undefined {
  const declared = sentChecksum(request);
  requireNamedAlgorithm(request, declared);
  return declared;
}

/** The algorithm that SDKs name beside the sum has to be the sum's. */
function requireNamedAlgorithm(request: LabRequest, declared: DeclaredChecksum | undefined): void {
  const named = headerOf(request, "x-amz-sdk-checksum-algorithm");
  if (named === undefined) return;
  if (declared === undefined) {
    throw invalidRequest(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  if (parseChecksumAlgorithm(named) === declared.algorithm) return;
  throw invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.");
}

function sentChecksum(request: LabRequest): DeclaredChecksum | undefined {
  const sent = CHECKSUM_ALGORITHMS.filter(
    (algorithm) => headerOf(request, CHECKSUM_HEADERS[algorithm]) !== undefined,
  );
  if (sent.length > 1) {
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  for (const algorithm of sent) {
    const value = headerOf(request, CHECKSUM_HEADERS[algorithm]) ?? "";
    requireChecksumValue(algorithm, value);
    return { algorithm, value };
  }
  const trailer = headerOf(request, "x-amz-trailer");
  if (trailer === undefined) return undefined;
  const algorithm = parseChecksumAlgorithm(trailer.trim().replace(/^x-amz-checksum-/i, ""));
  if (algorithm !== undefined) return { algorithm };
  throw invalidRequest("The value specified in the x-amz-trailer header is not supported");
}
