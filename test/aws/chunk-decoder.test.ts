import { describe, expect, test } from "vitest";
import {
  type ChunkDecoder,
  createChunkDecoder,
  type StreamingPayload,
} from "../../src/aws/index.ts";
import { deriveSigningKey } from "../../src/aws/sigv4/scope.ts";
import { type Case, loadCorpus } from "../support/corpus.ts";
import { nodeDigest as digest, startSha256 } from "../../src/lab/node-digest.ts";
import { example, exampleTimeMs } from "./examples.ts";

type Repeated = readonly [text: string, times: number];

interface Given {
  readonly streaming: StreamingPayload;
  readonly seed: string;
  readonly decodedLength: number;
  readonly trailers: readonly string[];
  readonly body: readonly Repeated[];
}

type Want =
  | {
      readonly outcome: "decoded";
      readonly payload: Repeated;
      readonly trailers: Readonly<Record<string, string>>;
    }
  | {
      readonly outcome: "refused";
      readonly code: string;
      readonly status: number;
      readonly elements?: Readonly<Record<string, string>>;
    };

const scope = { day: "20130524", region: "us-east-1", service: "s3" };

function decoderFor(given: Given): ChunkDecoder {
  const authorization = {
    form: "header",
    accessKeyId: example.accessKeyId,
    scope,
    signedHeaders: [],
    signature: given.seed,
    timestamp: "20130524T000000Z",
    timestampMs: exampleTimeMs,
  } as const;
  const signingKey = deriveSigningKey(example.secretAccessKey, scope, digest);
  return createChunkDecoder({
    ...given,
    seed: { authorization, signingKey },
    digest,
    startSha256,
  });
}

function decode(given: Given, pieceSize: number): unknown {
  const decoder = decoderFor(given);
  const body = Buffer.from(given.body.map(([text, times]) => text.repeat(times)).join(""));
  const payload: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += pieceSize) {
    const decoded = decoder.write(body.subarray(at, at + pieceSize));
    if (!decoded.ok) return { outcome: "refused", ...decoded.refusal };
    payload.push(...decoded.payload);
  }
  const end = decoder.end();
  if (!end.ok) return { outcome: "refused", ...end.refusal };
  return {
    outcome: "decoded",
    payload: Buffer.concat(payload).toString(),
    trailers: Object.fromEntries(end.trailers),
  };
}

function expected({ want }: Case<Given, Want>): unknown {
  if (want.outcome === "decoded") {
    const [text, times] = want.payload;
    return { ...want, payload: text.repeat(times) };
  }
  return expect.objectContaining(want);
}

describe.each([1, 7, 8192, 1_000_000])("a chunked body in pieces of %d bytes", (pieceSize) => {
  test.each(loadCorpus<Given, Want>("sigv4/chunked"))("%s", (_name, row) => {
    expect(decode(row.given, pieceSize)).toEqual(expected(row));
  });
});
