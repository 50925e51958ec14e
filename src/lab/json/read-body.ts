import type { LabRequest } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";

// Larger than any input of the services that send their body whole.
const MAX_BODY = 1024 * 1024;

/** Reads a body whole, for its hash is signed. */
export async function readBody(request: LabRequest): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body) {
    size += piece.length;
    if (size > MAX_BODY) {
      throw new Refusal({
        code: "RequestEntityTooLarge",
        status: 413,
        message: `the body is longer than ${MAX_BODY} bytes`,
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
