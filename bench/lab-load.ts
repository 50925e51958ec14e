import { connect } from "node:net";

/** What the load process is told to do. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Whole requests, sent in turn and then again. */
  readonly requests: readonly string[];
}

/** What it has seen. */
export interface LoadResult {
  /** Answers a second, once it was warm. */
  readonly perSecond: number;
  /** All answers, those of the warm-up too. */
  readonly answers: number;
  readonly refused: number;
}

interface Progress {
  counted: number;
  answers: number;
  refused: number;
}

const WARM_UP_MS = 3000;

/** Keeps every connection busy with one request at a time, and counts the answers. */
async function run({ port, connections, seconds, requests }: Load): Promise<LoadResult> {
  const wires = requests.map((text) => Buffer.from(text, "latin1"));
  const startMs = performance.now() + WARM_UP_MS;
  const endMs = startMs + seconds * 1000;
  const progress: Progress = { counted: 0, answers: 0, refused: 0 };
  let next = 0;
  const take = (): Buffer | undefined =>
    performance.now() < endMs ? wires[next++ % wires.length] : undefined;
  const seen = (head: string): void => {
    const now = performance.now();
    progress.answers++;
    if (now >= startMs && now < endMs) progress.counted++;
    if (!head.startsWith("HTTP/1.1 2")) progress.refused++;
  };
  await Promise.all(Array.from({ length: connections }, () => keepBusy(port, { take, seen })));
  const { counted, answers, refused } = progress;
  return { perSecond: Math.round(counted / seconds), answers, refused };
}

interface Work {
  /** The next request; undefined when it is enough. */
  readonly take: () => Buffer | undefined;
  /** Is told the head of every answer. */
  readonly seen: (head: string) => void;
}

/** One connection after another, for servers that close them. */
async function keepBusy(port: number, work: Work): Promise<void> {
  for (let request = work.take(); request !== undefined;) {
    request = await useConnection(port, work, request);
  }
}

/** Sends until it is enough, or until the server closes; answers what is to be sent next. */
function useConnection(port: number, work: Work, first: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let head = "";
    let left = Number.NaN;
    const end = (next: Buffer | undefined): void => {
      socket.destroy();
      resolve(next);
    };
    socket.on("connect", () => socket.write(first));
    socket.on("error", reject);
    socket.on("close", () => {
      reject(new Error("the server closed a connection before it answered"));
    });
    socket.on("data", (chunk) => {
      if (Number.isNaN(left)) {
        head += chunk.toString("latin1");
        const body = head.indexOf("\r\n\r\n") + 4;
        if (body < 4) return;
        left = body + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0) - head.length;
      } else left -= chunk.length;
      if (left > 0) return;
      work.seen(head);
      const next = work.take();
      if (next === undefined || /^connection: close/im.test(head)) {
        end(next);
        return;
      }
      head = "";
      left = Number.NaN;
      socket.write(next);
    });
  });
}

process.once("message", (load: Load) => {
  void run(load).then((result) => {
    process.send?.(result);
    process.disconnect();
  });
});
