import { createHash, createHmac } from "node:crypto";
import { crc32 } from "node:zlib";
import { createSigner, type Credentials, type Digest } from "../src/aws/index.ts";

const digest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

/** Who signs for which server. */
export interface Signing {
  readonly port: number;
  readonly region: string;
  readonly credentials: Credentials;
}

/** A request to sign; the body is signed and summed as SDKs do it. */
export interface Question {
  readonly method: "GET" | "PUT";
  readonly path: string;
  readonly query?: string;
  readonly body?: string;
  /** Of a body that is sent apart. */
  readonly length?: number;
}

/** The headers of a request, with its signature. */
export function signedHeaders(
  { port, region, credentials }: Signing,
  { method, path, query = "", body = "", length }: Question,
  payloadHash: string = digest.sha256Hex(body),
): readonly (readonly [string, string])[] {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const headers: (readonly [string, string])[] = [
    ["host", `127.0.0.1:${port}`],
    ["user-agent", "bench-lab"],
  ];
  if (body !== "") {
    headers.push(["content-length", String(body.length)]);
    headers.push(["x-amz-checksum-crc32", crc.toString("base64")]);
  }
  if (length !== undefined) headers.push(["content-length", String(length)]);
  const sign = createSigner({ credentials, region, service: "s3", digest });
  return sign({ request: { method, path, query, headers }, payloadHash, timestampMs: Date.now() });
}

/** A whole request as it goes over the wire. */
export function wireRequest(signing: Signing, question: Question): string {
  const { method, path, query, body = "" } = question;
  const lines = signedHeaders(signing, question).map(([name, value]) => `${name}: ${value}\r\n`);
  const target = query === undefined ? path : `${path}?${query}`;
  return `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}
