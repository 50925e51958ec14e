import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Bandwidth } from "../../src/client/http/bandwidth.ts";
import { ask, openHost } from "./open-host.ts";
import { startRawServer } from "./raw-server.ts";

const SECOND = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecond";
const OTHERS = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nothers";

/** An answer of these bytes in pieces of no use to anybody. */
function* framed(body: Buffer, framing: "length" | "chunked"): Generator<string | Buffer> {
  const end =
    framing === "length" ? `content-length: ${body.length}` : "transfer-encoding: chunked";
  yield `HTTP/1.1 200 OK\r\n${end}\r\n\r\n`;
  for (let at = 0; at < body.length; at += 700_001) {
    const piece = body.subarray(at, at + 700_001);
    if (framing === "chunked") yield `${piece.length.toString(16)}\r\n`;
    yield piece;
    if (framing === "chunked") yield "\r\n";
  }
  if (framing === "chunked") yield "0\r\n\r\n";
}

const lenders = [undefined, "own", "shared"] as const;
const framings = ["length", "chunked"] as const;
test.each(lenders.flatMap((kind) => framings.map((framing) => [kind, framing] as const)))(
  "a body is whole, read into blocks that are lent (%s) or not, its end told by %s",
  async (kind, framing) => {
    const body = randomBytes(9_000_001);
    const server = await startRawServer((socket) => {
      for (const piece of framed(body, framing)) socket.write(piece);
    });
    const host = openHost(server.origin);
    const memories = new Set<ArrayBufferLike>();
    for (let round = 0; round < 3; round++) {
      const response = await host.open({ ...ask(), blocks: kind && host.blocks[kind] });
      const kept: Uint8Array[] = [];
      for await (const block of "bytes" in response ? response.bytes : []) {
        await delay(1);
        kept.push(kind === undefined ? block : Buffer.from(block));
        if (block.length > 1_000_000) memories.add(block.buffer);
      }
      expect(Buffer.concat(kept).equals(body)).toBe(true);
    }
    expect(server.connections()).toBe(1);
    expect(memories.size).toBe(kind === undefined ? 0 : 2);
    const type = kind === "shared" ? SharedArrayBuffer : ArrayBuffer;
    for (const memory of memories) expect(memory).toBeInstanceOf(type);
  },
);

test("what goes on behind a body that is lent blocks does not answer the next request", async () => {
  const body = randomBytes(8 * 1024 * 1024);
  const server = await startRawServer((socket) => {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`;
    const isFirst = server.connections() === 1;
    socket.write(isFirst ? Buffer.concat([Buffer.from(head), body, Buffer.from(OTHERS)]) : SECOND);
  });
  const host = openHost(server.origin, { connections: 1 });
  const opened = host.open({ ...ask(), blocks: host.blocks.shared });
  const next = host.send(ask(), false);
  const response = await opened;
  let received = 0;
  for await (const block of "bytes" in response ? response.bytes : []) received += block.length;
  expect(received).toBe(body.length);
  expect((await next).body.toString()).toBe("second");
  expect(server.connections()).toBe(2);
});

test("what has to keep to a bandwidth is not read by the block", async () => {
  const taken: number[] = [];
  class Seen extends Bandwidth {
    override take(...[bytes, ...rest]: Parameters<Bandwidth["take"]>): void {
      taken.push(bytes);
      super.take(bytes, ...rest);
    }
  }
  const body = randomBytes(5_000_000);
  const server = await startRawServer((socket) => {
    for (const piece of framed(body, "length")) socket.write(piece);
  });
  const host = openHost(server.origin, { bandwidth: new Seen(50_000_000) });
  const response = await host.open({ ...ask(), blocks: host.blocks.shared });
  let received = 0;
  for await (const block of "bytes" in response ? response.bytes : []) {
    received += block.length;
    // So that more waits in the system than is read at once.
    await delay(10);
  }
  expect(received).toBe(body.length);
  expect(Math.max(...taken)).toBeLessThanOrEqual(256 * 1024);
});

test("silence is noticed also after the reader was silent for longer", async () => {
  const server = await startRawServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n");
    socket.write(Buffer.alloc(5_000_000));
  });
  const host = openHost(server.origin, { timeoutMs: 200 });
  const response = await host.open({ ...ask(), blocks: host.blocks.own });
  const bytes = "bytes" in response ? response.bytes : undefined;
  await bytes?.next();
  await delay(500);
  const readOn = async (): Promise<void> => {
    while ((await bytes?.next())?.done === false);
  };
  await expect(readOn()).rejects.toMatchObject({ code: "ETIMEDOUT" });
});

test("two bodies are not mixed whose blocks are lent in turn, one slower than the other", async () => {
  const bodies = [randomBytes(9_000_001), randomBytes(9_000_001)];
  let asked = 0;
  const server = await startRawServer((socket) => {
    const body = bodies[asked++ % 2] ?? Buffer.alloc(0);
    for (const piece of framed(body, "length")) socket.write(piece);
  });
  const host = openHost(server.origin);
  const { shared } = host.blocks;
  const read = async (ms: number): Promise<Buffer> => {
    const response = await host.open({ ...ask(), blocks: shared });
    const kept: Uint8Array[] = [];
    for await (const block of "bytes" in response ? response.bytes : []) {
      await delay(ms);
      kept.push(Buffer.from(block));
    }
    return Buffer.concat(kept);
  };
  const got = await Promise.all([read(1), read(20)]);
  const order = (a: Buffer, b: Buffer): number => a.compare(b);
  expect(got.sort(order).map((each, at) => each.equals(bodies.sort(order)[at] ?? each))).toEqual([
    true,
    true,
  ]);
});

/** A body of one of a few lengths, how it is sent and what becomes of it. */
const lent = fc.record({
  kind: fc.constantFrom("own", "shared"),
  framing: fc.constantFrom("length", "chunked"),
  start: fc.nat(1000),
  length: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5_000_000 })),
  fate: fc.constantFrom("read", "read", "read", "cut", "left"),
  readMs: fc.nat(3),
});

test("of many bodies at once each is itself or fails, however they are sent and left", async () => {
  const all = randomBytes(5_001_000);
  const server = await startRawServer((socket, _number, head) => {
    const [, start, length, framing, fate] =
      /^GET [/](\d+)[/](\d+)[/](\w+)[/](\w+)/.exec(head) ?? [];
    const body = all.subarray(Number(start), Number(start) + Number(length));
    const pieces = [...framed(body, framing === "chunked" ? "chunked" : "length")];
    for (const piece of fate === "cut" ? pieces.slice(0, -1) : pieces) socket.write(piece);
    if (fate === "cut") socket.end();
  });
  const host = openHost(server.origin);
  const told: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(lent, { minLength: 20, maxLength: 20 }), async (bodies) => {
      const outcomes = await Promise.all(
        bodies.map(async ({ kind, framing, start, length, fate, readMs }) => {
          const path = `/${start}/${length}/${framing}/${fate}`;
          const response = await host.open({ ...ask(), path, blocks: host.blocks[kind] });
          let at = start;
          try {
            for await (const block of "bytes" in response ? response.bytes : []) {
              // Others are read meanwhile.
              if (readMs > 0) await delay(readMs);
              if (!all.subarray(at, at + block.length).equals(block)) return "mixed";
              at += block.length;
              if (fate === "left") return "left";
            }
          } catch {
            return "cut";
          }
          return at === start + length ? "read" : "short";
        }),
      );
      expect(outcomes).toEqual(bodies.map(({ fate }) => fate));
      for (const outcome of outcomes) told[outcome] = (told[outcome] ?? 0) + 1;
    }),
    { numRuns: 15 },
  );
  expect(Object.keys(told).sort()).toEqual(["cut", "left", "read"]);
});
