import { invalidArgument, type Refusal } from "./refusal.ts";
import { UNSIGNED_PAYLOAD } from "./types.ts";

/** The ways in which a body can come in chunks with signatures or trailers of their own. */
export type StreamingPayload =
  | "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
  | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
  | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

/** What `x-amz-content-sha256` says of a body. */
export type PayloadDeclaration =
  | { readonly kind: "unsigned" }
  | { readonly kind: "sha256"; readonly sha256: string }
  | { readonly kind: "streaming"; readonly streaming: StreamingPayload };

/** Reads `x-amz-content-sha256`, which S3 wants with every request signed in its header. */
export function readPayloadDeclaration(value: string | undefined): PayloadDeclaration | Refusal {
  if (value === undefined) {
    const message = "Missing required header for this request: x-amz-content-sha256";
    return { code: "InvalidRequest", status: 400, message };
  }
  if (/^[0-9a-fA-F]{64}$/.test(value)) return { kind: "sha256", sha256: value.toLowerCase() };
  switch (value) {
    case UNSIGNED_PAYLOAD:
      return { kind: "unsigned" };
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { kind: "streaming", streaming: value };
    default:
      return invalidArgument(
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
        "x-amz-content-sha256",
        value,
      );
  }
}
