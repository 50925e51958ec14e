import { createHash, createHmac } from "node:crypto";
import {
  createSigner,
  type Credentials,
  decodeXmlText,
  type Digest,
  encodeKeyPath,
  percentEncode,
  UNSIGNED_PAYLOAD,
} from "../../src/aws/index.ts";

const digest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

/** A server, and who asks it. */
export interface S3Access {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** What is asked of a bucket. */
interface Question {
  readonly method: "GET" | "PUT";
  readonly bucket: string;
  readonly key?: string;
  /** In order, each part encoded. */
  readonly query?: string;
  readonly range?: string;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** An object as a listing names it. */
export interface Listed {
  readonly key: string;
  readonly size: number;
}

/** Asks a server with none of the code that is measured: what this reads is the judge of a run. */
async function ask(access: S3Access, question: Question): Promise<Buffer> {
  const { method, bucket, key, query = "", range, body } = question;
  const path = `/${bucket}${key === undefined ? "" : `/${encodeKeyPath(key)}`}`;
  const sign = createSigner({ ...access, service: "s3", digest });
  const headers: (readonly [string, string])[] = [["host", new URL(access.url).host]];
  if (range !== undefined) headers.push(["range", range]);
  const signed = sign({
    request: { method, path, query, headers },
    payloadHash: UNSIGNED_PAYLOAD,
    timestampMs: Date.now(),
  });
  const answer = await fetch(`${access.url}${path}${query === "" ? "" : `?${query}`}`, {
    method,
    headers: signed.filter(([name]) => name !== "host").map(([name, value]) => [name, value]),
    ...(body && { body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) {
    throw new Error(`${method} ${path} was answered with ${answer.status}: ${bytes.toString()}`);
  }
  return bytes;
}

/** Makes a bucket. */
export async function createBucket(access: S3Access, bucket: string): Promise<void> {
  await ask(access, { method: "PUT", bucket });
}

/** Writes one object. */
export async function putObject(
  access: S3Access,
  at: { readonly bucket: string; readonly key: string },
  body: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await ask(access, { method: "PUT", ...at, body });
}

/** Reads some bytes of an object, the end not included. */
export async function readObject(
  access: S3Access,
  at: { readonly bucket: string; readonly key: string },
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Buffer> {
  return ask(access, { method: "GET", ...at, range: `bytes=${from}-${to - 1}` });
}

/** Everything that a bucket lists. */
export async function listObjects(access: S3Access, bucket: string): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (let token: string | undefined = ""; token !== undefined;) {
    const continued: string = token === "" ? "" : `continuation-token=${percentEncode(token)}&`;
    const page = await ask(access, {
      method: "GET",
      bucket,
      query: `${continued}list-type=2`,
    });
    const text = page.toString();
    for (const [entry] of text.matchAll(/<Contents>.*?<\/Contents>/gs)) {
      found.push({
        key: decodeXmlText(valueOf(entry, "Key") ?? ""),
        size: Number(valueOf(entry, "Size")),
      });
    }
    const next = valueOf(text, "NextContinuationToken");
    token = next === undefined ? undefined : decodeXmlText(next);
  }
  return found;
}

function valueOf(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
}
