import {
  S3Client,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { percentEncode, verifyRequest, type WireRequest } from "../../src/aws/index.ts";
import { nodeDigest as digest } from "../../src/lab/node-digest.ts";
import { example } from "./examples.ts";

/** The parts of the SDK's request that go over the wire. */
interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The request that AWS's own SDK would send, signed by it. */
async function sentBySdk(call: (client: S3Client) => Promise<unknown>): Promise<WireRequest> {
  let sent: SentRequest | undefined;
  const client = new S3Client({
    region: "eu-west-1",
    endpoint: "http://localhost:9000",
    forcePathStyle: true,
    credentials: { ...example, sessionToken: "a/token+of=theirs" },
    maxAttempts: 1,
    requestHandler: {
      handle(request: SentRequest) {
        sent = request;
        return Promise.reject(new Error("not sent"));
      },
    },
  });
  await expect(call(client)).rejects.toThrow("not sent");
  const { method, path, query, headers } = sent ?? { method: "", path: "", query: {}, headers: {} };
  return {
    method,
    path,
    query: Object.entries(query)
      .map(([name, value]) => `${percentEncode(name)}=${percentEncode(String(value ?? ""))}`)
      .join("&"),
    // Node's HTTP server hands the bytes of a header over as Latin-1.
    headers: Object.entries(headers).map(([name, value]) => [
      name,
      Buffer.from(value).toString("latin1"),
    ]),
  };
}

function outcomeOf(request: WireRequest): unknown {
  return verifyRequest({
    request,
    service: "s3",
    region: "eu-west-1",
    nowMs: Date.now(),
    digest,
    findKey: () => ({ ...example, sessionToken: "a/token+of=theirs" }),
  });
}

const keys = fc.string({ unit: "grapheme", minLength: 1 });
// The SDK signs a header without white space beyond ASCII at its ends, but sends it with it.
const SPACE_BEYOND_ASCII = /[^\S\t-\r ]/;
const texts = fc.oneof(
  keys.filter((text) => !SPACE_BEYOND_ASCII.test(text)),
  fc.constantFrom("à", "à la carte", "  two  spaces  ", "voilà  "),
);

test("requests of AWS's own SDK are verified, whatever the key, prefix and metadata", async () => {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  await fc.assert(
    fc.asyncProperty(keys, texts, async (key, text) => {
      const Bucket = "bucket";
      const calls = [
        (client: S3Client) =>
          client.send(new GetObjectCommand({ Bucket, Key: key, Range: "bytes=0-9" })),
        (client: S3Client) =>
          client.send(
            new ListObjectsV2Command({ Bucket, Prefix: key, Delimiter: "/", StartAfter: text }),
          ),
        (client: S3Client) =>
          client.send(
            new PutObjectCommand({ Bucket, Key: key, Body: text, Metadata: { note: text } }),
          ),
      ];
      for (const call of calls) {
        expect(outcomeOf(await sentBySdk(call))).toMatchObject({ outcome: "verified" });
      }
    }),
    { numRuns: 60 },
  );
});
