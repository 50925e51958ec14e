import { createHash, createHmac } from "node:crypto";
import { type IncomingMessage, request as openRequest } from "node:http";
import { createSigner, type Credentials, type Digest } from "../../src/aws/index.ts";

export const digest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

/** A request as a row has it; without credentials it is sent unsigned. */
export interface WireQuestion {
  readonly method: string;
  /** Path and query, encoded as they go out. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly credentials?: Credentials | undefined;
  readonly service?: string;
  readonly region?: string;
  /** In place of the SHA-256 of the body. */
  readonly payloadHash?: string;
  readonly timestampMs?: number;
  /** Header values to change once everything is signed. */
  readonly tampered?: Readonly<Record<string, string>>;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends exactly these bytes: nothing in the path is normalised. */
export function ask(port: number, question: WireQuestion): Promise<WireAnswer> {
  const { method, target, body = "", tampered } = question;
  const headers = { ...signedHeaders(port, question), ...tampered };
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(
      { host: "127.0.0.1", port, method, path: target, headers, agent: false },
      (incoming) => {
        readAnswer(incoming).then(resolve, reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** The headers of a request, with its signature when it has credentials. */
export function signedHeaders(port: number, question: WireQuestion): Record<string, string> {
  const { method, target, credentials, service = "s3", region = "ap-northeast-1" } = question;
  const body = question.body ?? "";
  const plain = {
    host: `127.0.0.1:${port}`,
    "content-length": String(Buffer.byteLength(body)),
    ...question.headers,
  };
  if (credentials === undefined) return plain;
  const [path = "/", ...query] = target.split("?");
  const sign = createSigner({ credentials, region, service, digest });
  const signed = sign({
    request: { method, path, query: query.join("?"), headers: Object.entries(plain) },
    payloadHash: question.payloadHash ?? digest.sha256Hex(body),
    timestampMs: question.timestampMs ?? Date.now(),
  });
  return Object.fromEntries(signed);
}

/** Reads an answer whole. */
export async function readAnswer(incoming: IncomingMessage): Promise<WireAnswer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    body: Buffer.concat(pieces).toString("utf8"),
  };
}
