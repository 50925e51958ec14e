import { describe, expect, test } from "vitest";
import { createSigner, presignUrl, signRequest, type WireRequest } from "../../src/aws/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { nodeDigest as digest } from "../../src/lab/node-digest.ts";
import { example, exampleTimeMs } from "./examples.ts";

interface Given {
  readonly request: WireRequest;
  readonly payloadHash: string;
}

const identity = { credentials: example, region: "us-east-1", service: "s3", digest } as const;

function authorizationOf(headers: WireRequest["headers"]): string | undefined {
  return headers.find(([name]) => name === "authorization")?.[1];
}

describe("signing a request", () => {
  test.each(loadCorpus<Given, { readonly authorization: string }>("sigv4/signed"))(
    "%s",
    (_name, { given, want }) => {
      const headers = signRequest({ ...identity, ...given, timestampMs: exampleTimeMs });
      expect(authorizationOf(headers)).toBe(want.authorization);
    },
  );

  const request: WireRequest = {
    method: "GET",
    path: "/",
    query: "",
    headers: [["host", "b.s3.amazonaws.com"]],
  };
  const input = { request, payloadHash: "UNSIGNED-PAYLOAD" };

  test("a signer that is kept moves to the next day like a new one", () => {
    const sign = createSigner(identity);
    const days = [0, 1, 0, 400].map((day) => exampleTimeMs + day * 86_400_000);
    expect(days.map((timestampMs) => sign({ ...input, timestampMs }))).toEqual(
      days.map((timestampMs) => signRequest({ ...identity, ...input, timestampMs })),
    );
  });

  test("a session token is sent and signed", () => {
    const credentials = { ...example, sessionToken: "token" };
    const headers = signRequest({ ...identity, credentials, ...input, timestampMs: exampleTimeMs });
    expect(headers).toContainEqual(["x-amz-security-token", "token"]);
    expect(authorizationOf(headers)).toContain(";x-amz-date;x-amz-security-token,");
  });

  test("only S3 is told the payload's hash in a header", () => {
    const headers = signRequest({
      ...identity,
      service: "iam",
      ...input,
      timestampMs: exampleTimeMs,
    });
    expect(headers.map(([name]) => name)).toEqual(["host", "x-amz-date", "authorization"]);
  });
});

// Amazon S3 API Reference, Authenticating Requests: Using Query Parameters, Example.
test("presigning gives the URL of AWS's example", () => {
  const url = presignUrl({
    ...identity,
    scheme: "https",
    request: {
      method: "GET",
      path: "/test.txt",
      query: "",
      headers: [["host", "examplebucket.s3.amazonaws.com"]],
    },
    timestampMs: exampleTimeMs,
    expiresInSeconds: 86_400,
  });
  expect(url).toBe(
    "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  );
});
