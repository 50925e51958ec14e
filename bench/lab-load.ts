import { connect } from "node:net";

/** What the load process is told to do. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Whole requests, sent in turn and then again. */
  readonly requests: readonly string[];
}

/** What it has seen; the warm-up before the seconds does not count. */
export interface LoadResult {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly refused: number;
  readonly total: number;
}

const WARM_UP_MS = 2000;

/** Keeps every connection busy with one request at a time, and counts the answers. */
function run({ port, connections, seconds, requests }: Load): Promise<LoadResult> {
  const wires = requests.map((text) => Buffer.from(text, "latin1"));
  const times: number[] = [];
  const startMs = performance.now() + WARM_UP_MS;
  const endMs = startMs + seconds * 1000;
  let next = 0;
  let refused = 0;
  let answered = 0;
  return new Promise((resolve, reject) => {
    let open = connections;
    const finish = (): void => {
      if (--open > 0) return;
      times.sort((a, b) => a - b);
      resolve({
        perSecond: Math.round(times.length / seconds),
        medianMs: times[times.length >> 1] ?? Number.NaN,
        refused,
        total: answered,
      });
    };
    for (let i = 0; i < connections; i++) {
      const socket = connect(port, "127.0.0.1");
      socket.setNoDelay(true);
      let sentMs = 0;
      let left = Number.NaN;
      let head = "";
      const send = (): void => {
        sentMs = performance.now();
        if (sentMs >= endMs) {
          socket.destroy();
          finish();
          return;
        }
        head = "";
        left = Number.NaN;
        socket.write(wires[next++ % wires.length] ?? "");
      };
      socket.on("connect", send);
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        if (Number.isNaN(left)) {
          head += chunk.toString("latin1");
          const end = head.indexOf("\r\n\r\n");
          if (end < 0) return;
          left = end + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0) - head.length;
        } else left -= chunk.length;
        if (left > 0) return;
        answered++;
        if (!head.startsWith("HTTP/1.1 2")) refused++;
        const now = performance.now();
        if (now >= startMs && now < endMs) times.push(now - sentMs);
        send();
      });
    }
  });
}

process.once("message", (load: Load) => {
  void run(load).then((result) => {
    process.send?.(result);
    process.disconnect();
  });
});
