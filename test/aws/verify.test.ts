import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type KnownKey,
  percentEncode,
  presignUrl,
  type Refusal,
  signRequest,
  type Verification,
  verifyRequest,
  type WireRequest,
} from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { nodeDigest as digest } from "../../src/lab/node-digest.ts";
import { example, exampleTimeMs } from "./examples.ts";

interface Given {
  readonly request: WireRequest;
  readonly service?: string;
  readonly region?: string;
  readonly bodySha256?: string;
  readonly nowOffsetSeconds?: number;
}

const { secretAccessKey } = example;
const keys: Readonly<Record<string, KnownKey>> = {
  AKIAIOSFODNN7EXAMPLE: { secretAccessKey },
  ASIAIOSFODNN7EXAMPLE: { secretAccessKey, sessionToken: "token" },
  ASIAEXPIRED: { secretAccessKey, sessionToken: "token", expiresAtMs: exampleTimeMs },
};

function verify({ service = "s3", nowOffsetSeconds = 0, ...given }: Given): Verification {
  return verifyRequest({
    ...given,
    service,
    nowMs: exampleTimeMs + nowOffsetSeconds * 1000,
    digest,
    findKey: (accessKeyId) => keys[accessKeyId],
  });
}

describe("a request that is refused", () => {
  test.each(loadCorpus<Given, Partial<Refusal>>("sigv4/refused"))(
    "%s",
    (_name, { given, want }) => {
      const { elements, ...rest } = want;
      expect(verify(given)).toEqual({
        outcome: "refused",
        refusal: expect.objectContaining({
          ...rest,
          ...(elements && { elements: expect.objectContaining(elements) as unknown }),
        }) as unknown,
      });
    },
  );
});

describe("a request that is signed right", () => {
  test.each(loadCorpus<{ request: WireRequest; payloadHash: string }, unknown>("sigv4/signed"))(
    "%s",
    (_name, { given }) => {
      const headers = signRequest({
        credentials: example,
        region: "us-east-1",
        service: "s3",
        digest,
        ...given,
        timestampMs: exampleTimeMs,
      });
      expect(verify({ request: { ...given.request, headers }, region: "us-east-1" }).outcome).toBe(
        "verified",
      );
    },
  );

  test("an unsigned request goes on to S3 as anonymous", () => {
    const request = { method: "GET", path: "/", query: "", headers: [] };
    expect(verify({ request })).toEqual({ outcome: "unsigned" });
  });

  test("a presigned URL may come with a hash of its body", () => {
    const given: WireRequest = {
      method: "PUT",
      path: "/k",
      query: "x-id=PutObject",
      headers: [["host", "h"]],
    };
    const request = presigned(given);
    const headers = [...request.headers, ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"] as const];
    expect(verify({ request: { ...request, headers } }).outcome).toBe("verified");
  });
});

const requests = fc.record({
  method: fc.constantFrom("GET", "PUT", "DELETE"),
  path: fc.string({ unit: "binary" }).map((key) => `/${percentEncode(key)}`),
  query: fc
    .array(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })))
    .map((pairs) =>
      pairs.map(([name, value]) => `q${percentEncode(name)}=${percentEncode(value)}`).join("&"),
    ),
  headers: fc
    .array(fc.tuple(fc.constantFrom("x-amz-meta-a", "X-Amz-Meta-B", "range"), fc.string()))
    .map((headers) => [["Host", "localhost:9000"] as const, ...headers]),
});

function signed(request: WireRequest): WireRequest {
  const headers = signRequest({
    credentials: { ...example, accessKeyId: "ASIAIOSFODNN7EXAMPLE", sessionToken: "token" },
    region: "us-east-1",
    service: "s3",
    digest,
    request,
    payloadHash: "UNSIGNED-PAYLOAD",
    timestampMs: exampleTimeMs,
  });
  return { ...request, headers };
}

function presigned(request: WireRequest): WireRequest {
  const url = presignUrl({
    credentials: { ...example, accessKeyId: "ASIAIOSFODNN7EXAMPLE", sessionToken: "token" },
    region: "us-east-1",
    service: "s3",
    digest,
    scheme: "http",
    request,
    timestampMs: exampleTimeMs,
    expiresInSeconds: 60,
  });
  return { ...request, query: url.slice(url.indexOf("?") + 1) };
}

describe("any request", () => {
  test("that we sign is verified, in the header and in the query", () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(verify({ request: signed(request) })).toMatchObject({ outcome: "verified" });
        expect(verify({ request: presigned(request) })).toMatchObject({ outcome: "verified" });
      }),
    );
  });

  test("is refused when it is changed after signing", () => {
    const changes = fc.constantFrom<(request: WireRequest) => WireRequest>(
      (request) => ({ ...request, method: "POST" }),
      (request) => ({ ...request, path: `${request.path}x` }),
      (request) => ({ ...request, query: `${request.query}&z=1` }),
      (request) => ({ ...request, headers: [...request.headers, ["host", "elsewhere"]] }),
      (request) => ({ ...request, headers: [...request.headers, ["x-amz-acl", "private"]] }),
    );
    fc.assert(
      fc.property(requests, changes, (request, change) => {
        expect(verify({ request: change(signed(request)) }).outcome).toBe("refused");
        expect(verify({ request: change(presigned(request)) }).outcome).toBe("refused");
      }),
    );
  });

  test("is read without an exception, however malformed its authorization is", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, text, (authorization, query, date) => {
        const headers = [
          ["authorization", `AWS4-HMAC-SHA256 ${authorization}`],
          ["x-amz-date", date],
        ] as const;
        const request = { method: "GET", path: "/", query: `X-Amz-Date=${date}&${query}`, headers };
        expect(verify({ request }).outcome).toBe("refused");
      }),
    );
  });
});
