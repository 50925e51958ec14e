import { contentSha256Mismatch } from "../../aws/index.ts";
import { startHash } from "../node-digest.ts";
import { Refusal } from "../refusal.ts";
import type { BodyStore } from "../state/bodies.ts";
import type { ReceivedBody } from "../state/stored-body.ts";
import { createSums, finishSums, type Sums, updateSums } from "./body-sums.ts";
import { type Checksum, type ChecksumAlgorithm, DEFAULT_CHECKSUM } from "./checksums.ts";
import { requireMd5, requireSameMd5 } from "./content-md5.ts";
import { declaredChecksum, declaresChecksum } from "./declared-checksum.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";
import { promisedLength, requireLength, requireSize } from "./payload-length.ts";
import { decode, endTrailers, openDecoder, type PayloadCoding } from "./transfer-coding.ts";

/** A request's body without its transfer coding; reading it to the end verifies every sum sent along. */
export interface Payload {
  /**
   * Stores the body with the sum sent along, or with S3's own where it is not large. Nothing is kept when a
   * sum is wrong.
   */
  store(bodies: Pick<BodyStore, "receive">): Promise<StoredPayload>;
  /** The same, summed by an algorithm whatever is sent along. */
  storeSummed(
    bodies: Pick<BodyStore, "receive">,
    algorithm: ChecksumAlgorithm,
  ): Promise<SummedPayload>;
  /**
   * The body as text, refused when it is longer than `limit` bytes. Sums `ofObject` are those that
   * completing an upload carries: they are not over this body.
   */
  text(limit: number, sums?: "ofBody" | "ofObject"): Promise<string>;
  /** Whether the client sent a sum of any kind over the body. */
  readonly hasIntegrity: boolean;
}

interface StoredPayload {
  readonly body: ReceivedBody;
  readonly checksum?: Checksum;
}

interface SummedPayload {
  readonly body: ReceivedBody;
  readonly checksum: Checksum;
  /** The one that the client sent along. */
  readonly sent?: Checksum;
}

/** Opens the body of a request for one reading. */
export function openPayload(request: LabRequest, coding: PayloadCoding): Payload {
  const readAll = (sums: Sums): AsyncGenerator<Uint8Array> => verified(request, coding, sums);
  requireMd5(request);
  return {
    hasIntegrity: headerOf(request, "content-md5") !== undefined || declaresChecksum(request),
    async store(bodies) {
      if (coding.hasOwnEnd !== true) requireLength(request);
      const declared = declaredChecksum(request);
      const algorithm = declared?.algorithm ?? algorithmByDefault(request);
      const sums = createSums(declared, algorithm);
      const body = await bodies.receive(readAll(sums));
      const checksum = algorithm && sums.results.get(algorithm);
      return { body, ...(checksum && { checksum }) };
    },
    async storeSummed(bodies, algorithm) {
      requireLength(request);
      const declared = declaredChecksum(request);
      const sums = createSums(declared, algorithm);
      const body = await bodies.receive(readAll(sums));
      const checksum = sums.results.get(algorithm);
      if (checksum === undefined) throw new Error("a body was not read to its end");
      const sent = declared && sums.results.get(declared.algorithm);
      return { body, checksum, ...(sent && { sent }) };
    },
    async text(limit, sums = "ofBody") {
      const declared = sums === "ofBody" ? declaredChecksum(request) : undefined;
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of readAll(createSums(declared))) {
        size += piece.length;
        if (size > limit) throw tooLong();
        pieces.push(piece);
      }
      return Buffer.concat(pieces).toString("utf8");
    },
  };
}

async function* verified(
  request: LabRequest,
  coding: PayloadCoding,
  sums: Sums,
): AsyncGenerator<Uint8Array> {
  const { declaration } = coding;
  const sha256 = declaration.kind === "sha256" ? startHash("sha256") : undefined;
  const md5 = headerOf(request, "content-md5") === undefined ? undefined : startHash("md5");
  const decoder = openDecoder(request, coding);
  let size = 0;
  for await (const raw of request.body) {
    for (const piece of decode(decoder, raw)) {
      size += piece.length;
      sha256?.update(piece);
      md5?.update(piece);
      updateSums(sums, piece);
      yield piece;
    }
  }
  const trailers = endTrailers(decoder);
  requireSize(request, size);
  if (declaration.kind === "sha256")
    requireSha256(declaration.sha256, sha256?.digest().toString("hex") ?? "");
  if (md5 !== undefined) requireSameMd5(request, md5.digest().toString("base64"));
  finishSums(sums, trailers);
}

// Above this S3's own sum costs as much as receiving the body.
const MAX_SUMMED = 16 * 1024 * 1024;

function algorithmByDefault(request: LabRequest): ChecksumAlgorithm | undefined {
  return (promisedLength(request) ?? 0) > MAX_SUMMED ? undefined : DEFAULT_CHECKSUM.algorithm;
}

function requireSha256(declared: string, computed: string): void {
  if (declared !== computed) throw new Refusal(contentSha256Mismatch(declared, computed));
}

function tooLong(): Refusal {
  return new Refusal({
    code: "MaxMessageLengthExceeded",
    status: 400,
    message: "Your request was too big.",
  });
}
