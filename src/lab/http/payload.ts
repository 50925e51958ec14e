import { createHash } from "node:crypto";
import {
  type ChunkDecoder,
  type ChunkSeed,
  contentSha256Mismatch,
  createChunkDecoder,
  type PayloadDeclaration,
} from "../../aws/index.ts";
import { nodeDigest, startSha256 } from "../node-digest.ts";
import { notImplemented, Refusal } from "../refusal.ts";
import type { BodyStore, ReceivedBody } from "../state/bodies.ts";
import {
  badChecksum,
  type Checksum,
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  createRunningSum,
  parseChecksumAlgorithm,
  requireChecksumValue,
} from "./checksums.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";

/** A request's body without its transfer coding; reading it to the end verifies every sum sent along. */
export interface Payload {
  /** Stores the body; nothing is kept when a sum is wrong. */
  store(bodies: BodyStore, algorithm?: ChecksumAlgorithm): Promise<StoredPayload>;
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

/** What authentication knows about the body: how it is coded, and what was signed of it. */
export interface PayloadCoding {
  readonly declaration: PayloadDeclaration;
  /** Signatures of chunks go on from that of the request. */
  readonly seed?: ChunkSeed;
}

// Amazon S3 User Guide, Uploading objects: a single PUT takes up to 5 GB.
const MAX_PUT = 5 * 1024 ** 3;

/** Opens the body of a request for one reading. */
export function openPayload(request: LabRequest, coding: PayloadCoding): Payload {
  const readAll = (sums: Sums): AsyncGenerator<Uint8Array> => verified(request, coding, sums);
  const md5 = headerOf(request, "content-md5");
  if (md5 !== undefined) requireMd5(md5);
  return {
    hasIntegrity: md5 !== undefined || declaresChecksum(request),
    async store(bodies, algorithm) {
      requireLength(request);
      const declared = declaredChecksum(request);
      const sums = createSums(declared, declared?.algorithm ?? algorithm);
      const body = await bodies.receive(readAll(sums));
      return { body, ...(sums.result && { checksum: sums.result }) };
    },
    async text(limit, sums = "ofBody") {
      const declared = sums === "ofBody" ? declaredChecksum(request) : undefined;
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of readAll(createSums(declared, declared?.algorithm))) {
        size += piece.length;
        if (size > limit) throw tooLong();
        pieces.push(piece);
      }
      return Buffer.concat(pieces).toString("utf8");
    },
  };
}

interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Absent when it comes in a trailer. */
  readonly value?: string;
}

function declaresChecksum({ wire }: LabRequest): boolean {
  return wire.headers.some(
    ([name]) => name.startsWith("x-amz-checksum-") || name === "x-amz-trailer",
  );
}

function declaredChecksum(request: LabRequest): DeclaredChecksum | undefined {
  const sent = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = headerOf(request, `x-amz-checksum-${algorithm}`);
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (sent.length > 1) {
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  for (const { algorithm, value } of sent) requireChecksumValue(algorithm, value);
  if (sent[0] !== undefined) return sent[0];
  const trailer = headerOf(request, "x-amz-trailer");
  if (trailer === undefined) return undefined;
  const algorithm = parseChecksumAlgorithm(trailer.trim().replace(/^x-amz-checksum-/i, ""));
  if (algorithm !== undefined) return { algorithm };
  throw invalidRequest("The value specified in the x-amz-trailer header is not supported");
}

interface Sums {
  readonly running?: ReturnType<typeof createRunningSum>;
  readonly algorithm?: ChecksumAlgorithm;
  readonly expected?: DeclaredChecksum;
  result?: Checksum;
}

function createSums(
  expected: DeclaredChecksum | undefined,
  algorithm: ChecksumAlgorithm | undefined,
): Sums {
  return {
    ...(algorithm && { algorithm, running: createRunningSum(algorithm) }),
    ...(expected && { expected }),
  };
}

async function* verified(
  request: LabRequest,
  coding: PayloadCoding,
  sums: Sums,
): AsyncGenerator<Uint8Array> {
  const { declaration } = coding;
  const sha256 = declaration.kind === "sha256" ? createHash("sha256") : undefined;
  const md5 = headerOf(request, "content-md5") === undefined ? undefined : createHash("md5");
  const decoder = openDecoder(request, coding);
  let size = 0;
  for await (const raw of request.body) {
    for (const piece of decode(decoder, raw)) {
      size += piece.length;
      sha256?.update(piece);
      md5?.update(piece);
      sums.running?.update(piece);
      yield piece;
    }
  }
  const trailers = endTrailers(decoder);
  requireSize(request, size);
  if (declaration.kind === "sha256") requireSha256(declaration.sha256, sha256?.digest("hex") ?? "");
  if (md5 !== undefined) requireSameMd5(request, md5.digest("base64"));
  finishSums(sums, trailers);
}

function openDecoder(
  request: LabRequest,
  { declaration, seed }: PayloadCoding,
): ChunkDecoder | undefined {
  if (declaration.kind !== "streaming") return undefined;
  if (seed === undefined) throw notImplemented("an unsigned request with `aws-chunked` coding");
  const trailer = headerOf(request, "x-amz-trailer");
  return createChunkDecoder({
    streaming: declaration.streaming,
    decodedLength: promisedLength(request) ?? 0,
    trailers: trailer === undefined ? [] : trailer.split(",").map((name) => name.trim()),
    seed,
    digest: nodeDigest,
    startSha256,
  });
}

function decode(decoder: ChunkDecoder | undefined, raw: Uint8Array): readonly Uint8Array[] {
  if (decoder === undefined) return [raw];
  const decoded = decoder.write(raw);
  if (decoded.ok) return decoded.payload;
  throw new Refusal(decoded.refusal);
}

function endTrailers(decoder: ChunkDecoder | undefined): ReadonlyMap<string, string> {
  if (decoder === undefined) return new Map();
  const ended = decoder.end();
  if (ended.ok) return ended.trailers;
  throw new Refusal(ended.refusal);
}

function requireSha256(declared: string, computed: string): void {
  if (declared !== computed) throw new Refusal(contentSha256Mismatch(declared, computed));
}

function finishSums(sums: Sums, trailers: ReadonlyMap<string, string>): void {
  if (sums.running === undefined || sums.algorithm === undefined) return;
  const { algorithm, expected } = sums;
  const value = Buffer.from(sums.running.digest()).toString("base64");
  const sent = expected && (expected.value ?? trailers.get(`x-amz-checksum-${algorithm}`));
  if (expected !== undefined && sent === undefined) throw malformedTrailer();
  if (sent !== undefined && sent !== value) throw badChecksum(algorithm);
  sums.result = { algorithm, type: "FULL_OBJECT", value };
}

/** The length that the client promised for the decoded body. */
function promisedLength(request: LabRequest): number | undefined {
  const text =
    headerOf(request, "x-amz-decoded-content-length") ?? headerOf(request, "content-length");
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function requireLength(request: LabRequest): void {
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

function requireSize(request: LabRequest, size: number): void {
  const promised = promisedLength(request);
  if (promised === undefined || promised === size) return;
  throw new Refusal({
    code: "IncompleteBody",
    status: 400,
    message: "The request body terminated unexpectedly",
  });
}

function requireMd5(text: string): void {
  if (Buffer.from(text, "base64").length === 16) return;
  throw new Refusal({
    code: "InvalidDigest",
    status: 400,
    message: "The Content-MD5 you specified was invalid.",
    elements: { "Content-MD5": text },
  });
}

function requireSameMd5(request: LabRequest, computed: string): void {
  const sent = headerOf(request, "content-md5");
  if (sent === computed) return;
  throw new Refusal({
    code: "BadDigest",
    status: 400,
    message: "The Content-MD5 you specified did not match what we received.",
    elements: { ExpectedDigest: sent ?? "", CalculatedDigest: computed },
  });
}

function malformedTrailer(): Refusal {
  return new Refusal({
    code: "MalformedTrailerError",
    status: 400,
    message:
      "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  });
}

function tooLong(): Refusal {
  return new Refusal({
    code: "MaxMessageLengthExceeded",
    status: 400,
    message: "Your request was too big.",
  });
}

function invalidRequest(message: string): Refusal {
  return new Refusal({ code: "InvalidRequest", status: 400, message });
}
