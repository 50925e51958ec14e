import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { EMPTY_SHA256, UNSIGNED_PAYLOAD } from "../../src/aws/index.ts";
import { bucketAddress } from "../../src/client/s3/bucket-address.ts";
import { RequestSigner } from "../../src/client/s3/request-signer.ts";
import { systemTiming } from "../../src/client/timing.ts";

const keys = { accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: "token" };

const SUM = [["x-amz-sdk-checksum-algorithm", "CRC32"]] as const;

function headersOf(
  endpoint: string | undefined,
  body?: Uint8Array,
  headers: readonly (readonly [string, string])[] = SUM,
): ReadonlyMap<string, string> {
  const region = "us-east-1";
  const address = bucketAddress({ bucket: "dev-a", region, endpoint, addressing: "auto" });
  const signer = new RequestSigner(() => Promise.resolve(keys), systemTiming);
  const flat = signer.sign(
    { operation: "PutObject", method: "PUT", key: "k", ...(body && { body, headers }) },
    { keys, region, address, path: "/k" },
  );
  const names = flat.filter((_, index) => index % 2 === 0);
  return new Map(names.map((name, index) => [name, flat[index * 2 + 1] ?? ""]));
}

test("over TLS a body is not hashed, over plain HTTP it is", () => {
  const body = Buffer.from("hello");
  const hash = createHash("sha256").update(body).digest("hex");
  const payloadOf = (endpoint?: string, sent?: Uint8Array): string | undefined =>
    headersOf(endpoint, sent).get("x-amz-content-sha256");
  expect(payloadOf(undefined, body)).toBe(UNSIGNED_PAYLOAD);
  expect(payloadOf("http://s3.example.com", body)).toBe(hash);
  expect(payloadOf("http://127.0.0.1.example.com:80", body)).toBe(hash);
  expect(payloadOf("http://127.0.0.1:1", body)).toBe(UNSIGNED_PAYLOAD);
  expect(payloadOf(undefined)).toBe(EMPTY_SHA256);
});

test.each([undefined, "http://127.0.0.1:1"])(
  "a body without a checksum, as documents are, is hashed everywhere: %s",
  (endpoint) => {
    const body = Buffer.from("<Tagging/>");
    const hash = createHash("sha256").update(body).digest("hex");
    expect(headersOf(endpoint, body, []).get("x-amz-content-sha256")).toBe(hash);
  },
);

test("host and session token are sent and signed", () => {
  const headers = headersOf(undefined);
  expect(headers.get("host")).toBe("dev-a.s3.us-east-1.amazonaws.com");
  expect(headers.get("x-amz-security-token")).toBe("token");
  expect(headers.get("authorization")).toContain(
    "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
  );
});
