import { createHash, createHmac } from "node:crypto";
import { request as send } from "node:http";
import { createSigner, type Credentials, decodeXmlText, type Digest } from "../../src/aws/index.ts";

/** A request to the lab, before it is signed. */
export interface LabQuestion {
  readonly credentials: Credentials;
  readonly method: string;
  /** Path, percent-encoded, and query, as they stand on the wire. */
  readonly target: string;
  readonly service?: string;
  readonly region?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LabAnswer {
  readonly status: number;
  readonly body: string;
  /** Of an error, by AWS's XML, or by its JSON where the service speaks that. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

const digest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

/** Signs a request with SigV4, sends it to the lab, and reads the answer whole. */
export async function askLab(port: number, question: LabQuestion): Promise<LabAnswer> {
  const { credentials, method, target, service = "s3", region = "us-east-1" } = question;
  const body = question.body ?? "";
  const [path = "/", query = ""] = target.split("?");
  const headers = Object.entries({
    host: `127.0.0.1:${port}`,
    "content-length": String(Buffer.byteLength(body)),
    ...question.headers,
  });
  const signed = createSigner({ credentials, region, service, digest })({
    request: { method, path, query, headers },
    payloadHash: digest.sha256Hex(body),
    timestampMs: Date.now(),
  });
  return exchange({ port, method, path: target, headers: Object.fromEntries(signed) }, body);
}

interface Sent {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

function exchange(options: Sent, body: string): Promise<LabAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = send({ host: "127.0.0.1", agent: false, ...options }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const text = Buffer.concat(pieces).toString("utf8");
        resolve({
          status: incoming.statusCode ?? 0,
          body: text,
          code: element(text, "Code") ?? member(text, "__type"),
          message: element(text, "Message") ?? member(text, "message"),
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function element(xml: string, name: string): string | undefined {
  const inner = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return inner === undefined ? undefined : decodeXmlText(inner);
}

/** A text member at the top of a JSON object; undefined for any other text. */
function member(text: string, name: string): string | undefined {
  if (!text.startsWith("{")) return undefined;
  const value: unknown = JSON.parse(text);
  const found = new Map(Object.entries(value ?? {})).get(name) as unknown;
  return typeof found === "string" ? found : undefined;
}
