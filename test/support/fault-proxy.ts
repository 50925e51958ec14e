import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { type Choices, isHit } from "./choices.ts";

/** What can befall a request on its way to S3 and back. */
export type Fault =
  /** Refused by S3 without a look. */
  | "internal-error"
  | "slow-down"
  | "expired-token"
  /** `200 OK`, and the failure in the body. */
  | "late-error"
  /** The connection goes: before anything is read, with half of the body read, in the answer. */
  | "reset"
  | "reset-sending"
  | "reset-answering"
  /** Done, and nobody is told. */
  | "lost-answer"
  /** An answer that ends before its `Content-Length`. */
  | "truncated"
  /** One byte is another. */
  | "corrupted-sending"
  | "corrupted-answer"
  /** An answer in drips, and one that stops to come. */
  | "trickle"
  | "stall";

/** How much of it. */
export interface Trouble {
  readonly choices: Choices;
  /** How many of a hundred requests meet each fault that can befall them. */
  readonly percent: number;
  /** An access key that S3 takes no more after so many requests with it. */
  readonly expiry?: { readonly accessKeyId: string; readonly afterRequests: number };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request at the proxy, its client waiting. */
interface Meeting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Has the server do what is asked for, its body changed on the way if there is a way to change it. */
  readonly forward: (change?: (body: Buffer) => Buffer) => Promise<Answer>;
  /** Somewhere in a body. */
  readonly place: (body: Buffer) => number;
}

/** Stands between a client and a server, and lets them meet every fault that a network and S3 have. */
export class FaultProxy {
  /** How often each fault was met. */
  readonly met: Map<Fault, number> = new Map();
  /** Uploads in parts that were begun, and that nobody has asked anything of since. */
  readonly #unheard = new Set<string>();
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #port: number;
  #trouble: Trouble | undefined;
  #ofExpired = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
    server.on("request", (request, response) => {
      this.#meet(request, response).catch(() => response.destroy());
    });
  }

  /** Listens on a port of its own in front of a server on this machine. */
  static async start(serverPort: number): Promise<FaultProxy> {
    const server = createServer({ keepAliveTimeout: 0 });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new FaultProxy(server, serverPort);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many uploads in parts were begun whose client was not told, or gave up waiting. */
  get lostUploads(): number {
    return this.#unheard.size;
  }

  /** From now on requests meet this, or nothing. */
  set trouble(trouble: Trouble | undefined) {
    this.#trouble = trouble;
    this.#ofExpired = 0;
    this.#unheard.clear();
  }

  close(): Promise<void> {
    this.#agent.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  async #meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#unheard.delete(queryOf(request).get("uploadId") ?? "");
    const fault = this.#nextFault(request);
    const operation = operationOf(request);
    const meeting: Meeting = {
      request,
      response,
      forward: async (change = (body) => body) => {
        const answer = await this.#forward(request, change(await bodyOf(request)));
        const begun = /<UploadId>(.*?)<\/UploadId>/.exec(answer.body.toString("latin1"))?.[1];
        if (operation === "CreateMultipartUpload" && begun !== undefined) this.#unheard.add(begun);
        return answer;
      },
      place: (body) => this.#trouble?.choices.below(Math.max(1, body.length)) ?? 0,
    };
    if (fault === undefined) {
      send(meeting, await meeting.forward());
      return;
    }
    this.met.set(fault, (this.met.get(fault) ?? 0) + 1);
    await FAULTS[fault](meeting);
  }

  #nextFault(request: IncomingMessage): Fault | undefined {
    const trouble = this.#trouble;
    if (trouble === undefined) return undefined;
    const { choices, percent, expiry } = trouble;
    const signer = /Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1];
    const isOfExpired = expiry !== undefined && expiry.accessKeyId === signer;
    if (isOfExpired && ++this.#ofExpired > expiry.afterRequests) return "expired-token";
    return faultsOf(request).find(() => isHit(choices, percent, 100));
  }

  #forward({ method, url, rawHeaders }: IncomingMessage, body: Buffer): Promise<Answer> {
    const to = { host: "127.0.0.1", port: this.#port, agent: this.#agent };
    return new Promise((resolve, reject) => {
      const outgoing = openRequest(
        { ...to, method, path: url, headers: rawHeaders },
        (incoming) => {
          const { statusCode: status = 0, headers } = incoming;
          const answered = (whole: Buffer): void => {
            resolve({ status, headers, body: whole });
          };
          bodyOf(incoming).then(answered, reject);
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

const FAULTS: Readonly<Record<Fault, (meeting: Meeting) => Promise<void> | void>> = {
  "internal-error": (meeting) => refuse(meeting, 500, "InternalError"),
  "slow-down": (meeting) => refuse(meeting, 503, "SlowDown"),
  "expired-token": (meeting) => refuse(meeting, 400, "ExpiredToken"),
  "late-error": (meeting) => refuse(meeting, 200, "InternalError"),
  reset: ({ request }) => {
    request.socket.resetAndDestroy();
  },
  "reset-sending": ({ request }) => {
    request.once("data", () => request.socket.resetAndDestroy());
  },
  "lost-answer": async ({ request, forward }) => {
    await forward();
    request.socket.resetAndDestroy();
  },
  "reset-answering": async (meeting) => {
    await sendPart(meeting, await meeting.forward(), 0);
    meeting.request.socket.resetAndDestroy();
  },
  truncated: async (meeting) => {
    await sendPart(meeting, await meeting.forward(), 1);
    meeting.request.socket.end();
  },
  stall: async (meeting) => {
    await sendPart(meeting, await meeting.forward(), 0);
  },
  "corrupted-sending": async (meeting) => {
    send(meeting, await meeting.forward((body) => withOtherByte(body, meeting)));
  },
  "corrupted-answer": async (meeting) => {
    const answer = await meeting.forward();
    const body = answer.status < 300 ? withOtherByte(answer.body, meeting) : answer.body;
    send(meeting, { ...answer, body });
  },
  trickle: async (meeting) => {
    const answer = await meeting.forward();
    sendHead(meeting, answer, answer.body.length);
    await drip(meeting.response, answer.body);
  },
};

function faultsOf(request: IncomingMessage): readonly Fault[] {
  const operation = operationOf(request);
  const hasBody = Number(request.headers["content-length"] ?? 0) > 0;
  const isLate = /^(?:CompleteMultipartUpload|UploadPartCopy|CopyObject)$/.test(operation);
  return [
    "internal-error",
    "slow-down",
    "reset",
    "lost-answer",
    ...(request.method === "HEAD"
      ? []
      : (["reset-answering", "truncated", "stall", "trickle"] as const)),
    ...(hasBody ? (["reset-sending", "corrupted-sending"] as const) : []),
    ...(isLate ? (["late-error"] as const) : []),
    // Over plain HTTP nothing would show it in other answers; over HTTPS it cannot happen.
    ...(operation === "GetObject" ? (["corrupted-answer"] as const) : []),
  ];
}

/** Enough of S3's operations to know what can befall them. */
function operationOf(request: IncomingMessage): string {
  const { method = "", headers } = request;
  const query = queryOf(request);
  if (method === "POST" && query.has("uploads")) return "CreateMultipartUpload";
  if (method === "POST" && query.has("uploadId")) return "CompleteMultipartUpload";
  if (headers["x-amz-copy-source"] !== undefined) {
    return query.has("partNumber") ? "UploadPartCopy" : "CopyObject";
  }
  const isOfObject = !query.has("list-type") && !query.has("tagging");
  return method === "GET" && isOfObject ? "GetObject" : method;
}

function queryOf({ url = "" }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.split("?")[1]);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function refuse(meeting: Meeting, status: number, code: string): Promise<void> {
  await bodyOf(meeting.request);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  send(meeting, { status, headers: { "content-type": "application/xml" }, body: Buffer.from(xml) });
}

function withOtherByte(body: Buffer, { place }: Meeting): Buffer {
  const other = Buffer.from(body);
  const at = place(other);
  if (at < other.length) other[at] = (other[at] ?? 0) ^ 0x20;
  return other;
}

function send(meeting: Meeting, answer: Answer): void {
  const { request, response } = meeting;
  sendHead(meeting, answer, answer.body.length);
  response.end(request.method === "HEAD" ? undefined : answer.body);
}

/** What an answer says of its connection. */
const HOPS: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding"]);

function sendHead({ request, response }: Meeting, answer: Answer, length: number): void {
  const named = Object.entries(answer.headers).filter(([name]) => !HOPS.has(name));
  // To HEAD the length is the object's.
  const own = request.method === "HEAD" ? {} : { "content-length": length };
  response.writeHead(answer.status, { ...Object.fromEntries(named), ...own });
}

/** Promises a whole answer, or `more` than there is, and sends a part of it. */
async function sendPart(meeting: Meeting, answer: Answer, more: number): Promise<void> {
  const { response, place } = meeting;
  sendHead(meeting, answer, answer.body.length + more);
  const part = more > 0 ? answer.body : answer.body.subarray(0, place(answer.body));
  await new Promise<void>((resolve) => {
    if (part.length === 0) response.flushHeaders();
    if (part.length === 0) resolve();
    else
      response.write(part, () => {
        resolve();
      });
  });
}

const DRIPS = 8;

async function drip(response: ServerResponse, body: Buffer): Promise<void> {
  const size = Math.ceil(body.length / DRIPS);
  for (let at = 0; at < body.length; at += size) {
    response.write(body.subarray(at, at + size));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  response.end();
}
