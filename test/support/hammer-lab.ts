import { createHash, createHmac } from "node:crypto";
import { Agent, request as openRequest } from "node:http";
import { createSigner, type Credentials, type Digest, type Signer } from "../../src/aws/index.ts";

/** Many clients of one bucket, and for how long they go on. */
export interface Hammering {
  readonly port: number;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly clients: number;
  readonly keys: number;
  readonly seconds: number;
}

/** What they did, and what they saw that may not be. */
export interface Hammered {
  readonly requests: number;
  readonly reads: number;
  readonly lists: number;
  readonly problems: readonly string[];
}

// A row; more than a row, and so a file; more than one read of a file.
const SIZES = [10, 5_000, 70_000, 300_000] as const;

/** Puts, overwrites, copies, reads, lists and deletes the same keys from many clients at once. */
export async function hammerLab(hammering: Hammering): Promise<Hammered> {
  const agent = new Agent({ keepAlive: true, maxSockets: hammering.clients });
  const run: Run = {
    ...hammering,
    agent,
    sign: createSigner({ ...hammering, service: "s3", digest }),
    endsMs: Date.now() + hammering.seconds * 1000,
    problems: [],
    counts: { requests: 0, reads: 0, lists: 0, writes: 0 },
  };
  await Promise.all(Array.from({ length: hammering.clients }, () => client(run)));
  agent.destroy();
  const { requests, reads, lists } = run.counts;
  return { requests, reads, lists, problems: run.problems };
}

interface Run extends Hammering {
  readonly agent: Agent;
  readonly sign: Signer;
  readonly endsMs: number;
  readonly problems: string[];
  readonly counts: { requests: number; reads: number; lists: number; writes: number };
}

async function client(run: Run): Promise<void> {
  while (Date.now() < run.endsMs && run.problems.length < 10) {
    const dice = Math.random();
    if (dice < 0.35) await read(run);
    else if (dice < 0.65) await write(run);
    else if (dice < 0.75) await copy(run);
    else if (dice < 0.9) await remove(run);
    else await list(run);
  }
}

/** Names that UTF-16 sorts in another order than UTF-8. */
function someKey({ keys }: Run): string {
  const number = Math.floor(Math.random() * keys);
  return `${["a", "～", "😀"][number % 3] ?? ""}${number}`;
}

function pathOf({ bucket }: Run, key: string): string {
  return `/${bucket}/${encodeURIComponent(key)}`;
}

/** A version of its own: any piece of another one in it would show. */
function bodyOf(serial: number): string {
  const size = SIZES[serial % SIZES.length] ?? 0;
  const unit = `${serial}:${size};`;
  return unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
}

async function write(run: Run): Promise<void> {
  const body = bodyOf(1_000_000 + run.counts.writes++);
  const { status } = await ask(run, { method: "PUT", path: pathOf(run, someKey(run)), body });
  expectStatus(run, ["PUT", status], [200]);
}

async function copy(run: Run): Promise<void> {
  const headers = { "x-amz-copy-source": pathOf(run, someKey(run)) };
  const path = pathOf(run, someKey(run));
  if (headers["x-amz-copy-source"] === path) return;
  const { status } = await ask(run, { method: "PUT", path, headers });
  expectStatus(run, ["copy", status], [200, 404]);
}

async function remove(run: Run): Promise<void> {
  const { status } = await ask(run, { method: "DELETE", path: pathOf(run, someKey(run)) });
  expectStatus(run, ["DELETE", status], [204]);
}

async function read(run: Run): Promise<void> {
  const answer = await ask(run, { method: "GET", path: pathOf(run, someKey(run)) });
  expectStatus(run, ["GET", answer.status], [200, 404]);
  if (answer.status !== 200) return;
  run.counts.reads++;
  const serial = Number(/^(\d{7})/.exec(answer.body)?.[1]);
  const md5 = createHash("md5").update(answer.body).digest("hex");
  if (answer.body !== bodyOf(serial)) run.problems.push(`a read got no whole version`);
  if (answer.etag !== `"${md5}"`) run.problems.push(`a read got another version's ETag`);
}

async function list(run: Run): Promise<void> {
  let after = "";
  let token = "";
  do {
    const more = token === "" ? "" : `&continuation-token=${encodeURIComponent(token)}`;
    const query = `list-type=2&max-keys=17${more}`;
    const { status, body } = await ask(run, { method: "GET", path: `/${run.bucket}`, query });
    expectStatus(run, ["list", status], [200]);
    for (const [, key = ""] of body.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      if (Buffer.compare(Buffer.from(after), Buffer.from(key)) >= 0) {
        run.problems.push(`a listing has \`${key}\` after \`${after}\``);
      }
      after = key;
    }
    token = /<NextContinuationToken>([^<]*)</.exec(body)?.[1] ?? "";
  } while (token !== "");
  run.counts.lists++;
}

function expectStatus(
  { problems }: Run,
  [what, status]: readonly [string, number],
  wanted: readonly number[],
): void {
  if (!wanted.includes(status)) problems.push(`${what} was answered ${status}`);
}

const digest: Digest = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};

interface Question {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: string;
}

function ask(
  run: Run,
  { method, path, query = "", headers = {}, body = "" }: Question,
): Promise<Answer> {
  run.counts.requests++;
  const plain = {
    host: `127.0.0.1:${run.port}`,
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  };
  const signed = run.sign({
    request: { method, path, query, headers: Object.entries(plain) },
    payloadHash: digest.sha256Hex(body),
    timestampMs: Date.now(),
  });
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(
      {
        host: "127.0.0.1",
        port: run.port,
        method,
        path: query === "" ? path : `${path}?${query}`,
        headers: Object.fromEntries(signed),
        agent: run.agent,
      },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on("data", (piece: Buffer) => pieces.push(piece));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const { statusCode: status = 0, headers: answered } = incoming;
          resolve({ status, etag: answered.etag, body: Buffer.concat(pieces).toString("utf8") });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
