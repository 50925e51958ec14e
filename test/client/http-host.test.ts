import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { Bandwidth } from "../../src/client/http/bandwidth.ts";
import { describeFailure } from "../../src/client/http/describe-failure.ts";
import type { HttpRequest } from "../../src/client/http/http-message.ts";
import { ResponseReader } from "../../src/client/http/response-reader.ts";
import { makeAuthority, signCertificate } from "../../src/lab/tls/certificates.ts";
import { loadCorpus } from "../support/corpus.ts";
import { openLab } from "../lab/open-lab.ts";
import { ask, openHost } from "./open-host.ts";
import { startRawServer } from "./raw-server.ts";

interface Given {
  readonly method: "GET" | "HEAD";
  readonly answer: string;
  readonly then: "open" | "close" | "reset";
}

interface Want {
  readonly status?: number;
  readonly body?: string;
  readonly error?: string;
  /** Whether the next request goes over the same connection. */
  readonly reused: boolean;
}

const SECOND = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecond";

function end(socket: Socket, how: Given["then"]): void {
  switch (how) {
    case "open":
      return;
    case "close":
      socket.end();
      return;
    case "reset":
      setTimeout(() => socket.resetAndDestroy(), 20);
  }
}

describe("an answer", () => {
  test.each(loadCorpus<Given, Want>("http-answers"))("%s", async (_name, { given, want }) => {
    const server = await startRawServer((socket, number) => {
      socket.write(number === 0 ? given.answer : SECOND, "latin1");
      if (number === 0) end(socket, given.then);
    });
    const host = openHost(server.origin);
    const got = await host.send(ask(given.method), false).then(
      ({ status, body }) => ({ status, body: body.toString("latin1") }),
      (error: unknown) => ({ error: (error as { code?: string }).code }),
    );
    const second = await host.send(ask(), false);
    expect(second.body.toString()).toBe("second");
    expect({ ...got, reused: server.connections() === 1 }).toEqual(want);
  });

  test.each(loadCorpus<Given, Want>("http-answers"))(
    "cut anywhere: %s",
    (_name, { given, want }) => {
      const bytes = Buffer.from(given.answer, "latin1");
      for (let cut = 1; cut < bytes.length; cut++) {
        const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
        expect({ cut, ...readParts(given, parts) }).toEqual({ cut, ...read(want) });
      }
    },
  );
});

function read({ status, body, error }: Want): object {
  return error === undefined ? { status, body } : { error };
}

function readParts(given: Given, parts: readonly Buffer[]): object {
  // Each part overwrites the one before it, as it does in a connection's buffer.
  const buffer = Buffer.alloc(given.answer.length);
  let status = 0;
  let body = "";
  const reader = new ResponseReader(given.method, {
    head: (head) => {
      ({ status } = head);
    },
    data: (piece) => {
      body += piece.toString("latin1");
    },
    end: () => undefined,
  });
  try {
    for (const part of parts) {
      if (reader.isDone) break;
      part.copy(buffer);
      reader.take(buffer.subarray(0, part.length));
    }
    if (given.then !== "open") reader.endOfStream();
    return { status, body };
  } catch (error) {
    return { error: (error as { code?: string }).code };
  }
}

describe("a connection", () => {
  test("a head without end is not read to its end", async () => {
    const server = await startRawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${"x: 1234567890\r\n".repeat(10_000)}`);
    });
    await expect(openHost(server.origin).send(ask(), false)).rejects.toMatchObject({
      code: "EBADMSG",
    });
  });

  test("bytes that come when nothing was asked are the answer to nothing", async () => {
    const server = await startRawServer((socket, number) => {
      socket.write(SECOND);
      if (number === 0) setTimeout(() => socket.write("HTTP/1.1 200 OK\r\n\r\nevil"), 20);
    });
    const host = openHost(server.origin);
    await host.send(ask(), false);
    await delay(100);
    expect((await host.send(ask(), false)).body.toString()).toBe("second");
    expect(server.connections()).toBe(2);
  });

  test("one that was closed while idle is not used", async () => {
    const server = await startRawServer((socket) => {
      socket.write(SECOND);
      setTimeout(() => socket.end(), 20);
    });
    const host = openHost(server.origin);
    await host.send(ask(), false);
    await delay(100);
    expect((await host.send(ask(), false)).status).toBe(200);
  });

  test("a refusal that comes before the body has gone is an answer", async () => {
    const server = await startRawServer((socket, number) => {
      if (number > 0) return;
      socket.pause();
      socket.write("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno");
    });
    const body = Buffer.alloc(32 * 1024 * 1024);
    const { status } = await openHost(server.origin).send(ask("PUT", body), false);
    expect(status).toBe(403);
  });

  test("a header with a line break is not sent", async () => {
    const server = await startRawServer((socket) => socket.write(SECOND));
    const request = { ...ask(), headers: ["x-amz-meta-a", "1\r\nx-evil: 2"] };
    await expect(openHost(server.origin).send(request, false)).rejects.toThrow(TypeError);
    expect((await openHost(server.origin).send(ask(), false)).status).toBe(200);
  });

  test("a slow reader holds the other side back", async () => {
    const size = 64 * 1024 * 1024;
    let sent = 0;
    const server = await startRawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`);
      const block = Buffer.alloc(1024 * 1024, 7);
      const pour = (): void => {
        if (sent >= size) return;
        sent += block.length;
        socket.write(block, pour);
      };
      pour();
    });
    const response = await openHost(server.origin).open(ask());
    const bytes = "bytes" in response ? response.bytes : undefined;
    const first = await bytes?.next();
    await delay(300);
    // What is neither read nor in a buffer of the system's has not left the other side.
    expect(sent).toBeLessThan(size / 2);
    let received = first?.done === false ? first.value.length : 0;
    for await (const block of bytes ?? []) received += block.length;
    expect(received).toBe(size);
  });

  test("a body that has arrived and nobody has read yet does not hold up the next answer", async () => {
    const server = await startRawServer((socket) => socket.write(SECOND));
    const host = openHost(server.origin);
    const unread = await host.open(ask());
    expect((await host.send(ask(), false)).body.toString()).toBe("second");
    expect(server.connections()).toBe(1);
    const kept: Uint8Array[] = [];
    for await (const block of "bytes" in unread ? unread.bytes : []) kept.push(block);
    expect(Buffer.concat(kept).toString()).toBe("second");
  });

  test("a pool that is closed fails what is under way", async () => {
    const server = await startRawServer(() => undefined);
    const host = openHost(server.origin);
    const failure = expect(host.send(ask(), false)).rejects.toThrow("closed");
    await delay(50);
    host.close();
    await failure;
  });

  test("one that listens to nobody is not given up for its silence", async () => {
    const server = await startRawServer((socket) => {
      const body = Buffer.alloc(4 * 1024 * 1024);
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    const response = await openHost(server.origin, { timeoutMs: 100 }).open(ask());
    await delay(400);
    let received = 0;
    const bytes = "bytes" in response ? response.bytes : [];
    for await (const block of bytes) received += block.length;
    expect(received).toBe(4 * 1024 * 1024);
  });

  const directions: readonly (readonly [string, HttpRequest, number])[] = [
    ["up", ask("PUT", Buffer.alloc(500_000)), 0],
    ["down", ask(), 500_000],
  ];
  test.each(directions)(
    "keeps to a bandwidth that it shares, %s",
    async (_way, request, length) => {
      let arrived = 0;
      const server = await startRawServer((socket) => {
        const answer = (): void => {
          socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`);
          socket.write(Buffer.alloc(length));
        };
        arrived = 0;
        if (request.body === null) answer();
        else {
          socket.removeAllListeners("data");
          socket.on("data", (bytes) => {
            arrived += bytes.length;
            // The first slice may have come with the head.
            if (arrived >= 400_000) answer();
          });
        }
      });
      const host = openHost(server.origin, { bandwidth: new Bandwidth(2_000_000) });
      const startMs = performance.now();
      const { body } = await host.send(request, false);
      expect(body.length).toBe(length);
      expect(performance.now() - startMs).toBeGreaterThan(180);
    },
  );

  test.each([
    ["up", ask("PUT", Buffer.alloc(100_000))],
    ["down", ask()],
  ])("waits for no bandwidth any more once it is closed, %s", async (_way, request) => {
    const server = await startRawServer((socket) => socket.write(SECOND));
    const waits = new Set<number>();
    const bandwidth = new Bandwidth(1, {
      nowMs: () => 0,
      busyMs: () => 0,
      wake: (afterMs) => {
        waits.add(afterMs);
        return () => waits.delete(afterMs);
      },
    });
    const host = openHost(server.origin, { bandwidth });
    const answer = host.send(request, false).catch(() => undefined);
    await expect.poll(() => waits.size).toBeGreaterThan(0);
    host.close();
    await answer;
    await expect.poll(() => waits.size).toBe(0);
  });

  test("looks a name up once for all that connect", async () => {
    const server = await startRawServer((socket) => socket.write(SECOND));
    const host = openHost(server.origin.replace("127.0.0.1", "localhost"));
    const answers = await Promise.all(Array.from({ length: 16 }, () => host.send(ask(), false)));
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    expect(server.connections()).toBe(16);
  });

  test("a name that nobody has is said to be none", async () => {
    const host = openHost("http://nobody.invalid");
    await expect(host.send(ask(), false)).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) as string,
    });
  });
});

describe("over TLS", () => {
  test("a server is trusted with its authority's certificate, and not without", async () => {
    const open = await openLab({ tlsPort: 0 });
    onTestFinished(() => open.close());
    const { lab } = open;
    const { port = 0, caPath = "" } = lab.tls ?? {};
    const certificates = await readFile(caPath, "utf8");
    const origin = `https://127.0.0.1:${port}`;
    const host = openHost(origin, { certificates });
    const { status, body } = await host.send(ask(), false);
    expect([status, body.toString().includes("<Error>")]).toEqual([403, true]);
    // The next connection goes on with the session of this one.
    const more = await Promise.all([host.send(ask(), false), host.send(ask(), false)]);
    expect(more.map((answer) => answer.status)).toEqual([403, 403]);
    const failure = await openHost(origin)
      .send(ask(), false)
      .catch((error: unknown) => describeFailure(error, origin));
    expect(failure).toMatchObject({ code: "CannotConnect" });
  });

  test("a large body goes whole, in turn with what is sent", async () => {
    const authority = await makeAuthority(Date.now());
    const certificate = await signCertificate(authority, ["127.0.0.1"], Date.now());
    const body = randomBytes(3 * 1024 * 1024 + 1);
    const server = await startRawServer((socket, _number, arrived) => {
      let text = arrived.slice(arrived.indexOf("\r\n\r\n") + 4);
      const answerWhole = (): void => {
        if (text.length < body.length) return;
        const isWhole = body.equals(Buffer.from(text, "latin1"));
        socket.write(`HTTP/1.1 ${isWhole ? 200 : 400} X\r\ncontent-length: 0\r\n\r\n`);
      };
      socket.removeAllListeners("data");
      socket.on("data", (bytes) => {
        text += bytes.toString("latin1");
        answerWhole();
      });
      answerWhole();
    }, certificate);
    const host = openHost(server.origin, { certificates: authority.cert });
    expect((await host.send(ask("PUT", body), false)).status).toBe(200);
  });

  test("no more connections than requests at once, however soon the answers come", async () => {
    const authority = await makeAuthority(Date.now());
    const certificate = await signCertificate(authority, ["127.0.0.1"], Date.now());
    const server = await startRawServer((socket) => socket.write(SECOND), certificate);
    const host = openHost(server.origin, { certificates: authority.cert });
    const sendInTurn = async (): Promise<void> => {
      for (let sent = 0; sent < 100; sent++) await host.send(ask("PUT", Buffer.alloc(4096)), false);
    };
    await Promise.all([sendInTurn(), sendInTurn(), sendInTurn(), sendInTurn()]);
    expect(server.connections()).toBe(4);
  });
});
