import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { describeFailure } from "../../src/client/http/describe-failure.ts";
import { HttpHost } from "../../src/client/http/http-host.ts";
import type { HttpRequest } from "../../src/client/http/http-message.ts";
import { HttpThread } from "../../src/client/http/thread/http-thread.ts";
import { openLab } from "../lab/open-lab.ts";
import { end, httpAnswers } from "./http-answers.ts";
import { startRawServer } from "./raw-server.ts";

/** Its program, as the package has it. */
let program = "";

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "sluice-thread-"));
  program = join(directory, "http-worker.mjs");
  await build({
    entryPoints: ["src/client/http/thread/http-worker.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
  });
  return () => rm(directory, { recursive: true });
});

interface Stage {
  readonly host: HttpHost;
  /** The threads that were started. */
  readonly workers: readonly Worker[];
}

/** A host all of whose requests may go through a thread. */
function stage(
  origin: string,
  {
    path = program,
    timeoutMs = 5_000,
    certificates,
  }: { readonly path?: string; readonly timeoutMs?: number; readonly certificates?: string } = {},
): Stage {
  const workers: Worker[] = [];
  const newThread = (): Worker => {
    const worker = new Worker(pathToFileURL(path));
    workers.push(worker);
    return worker;
  };
  const thread = new HttpThread(newThread, 0);
  const rest = { certificates, bandwidth: undefined };
  const host = new HttpHost(origin, { connections: 64, timeoutMs, thread, ...rest });
  onTestFinished(async () => {
    host.close();
    await thread.close();
  });
  return { host, workers };
}

function ask(differing: Partial<HttpRequest> = {}): HttpRequest {
  const [headers, rest] = [["host", "b"], { body: null, signal: undefined }];
  return { method: "GET", path: "/k", headers, ...rest, ...differing };
}

function answer(body: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

test.each(httpAnswers)("%s", async (_name, { given, want }) => {
  const { status, body, error } = want;
  const server = await startRawServer((socket, number) => {
    socket.write(number === 0 ? given.answer : answer("second"), "latin1");
    if (number === 0) end(socket, given.then);
  });
  const { host, workers } = stage(server.origin);
  const got = await host.send(ask({ method: given.method }), false).then(
    ({ status, body }) => ({ status, body: body.toString("latin1") }),
    (error: unknown) => ({ error: (error as { code?: string }).code }),
  );
  const second = await host.send(ask(), false);
  expect(got).toEqual(error === undefined ? { status, body } : { error });
  expect(second.body.toString()).toBe("second");
  expect(workers).toHaveLength(1);
});

/** A server that answers with what it was sent. */
async function startEcho(): Promise<{ readonly origin: string }> {
  const server = createServer((request, response) => request.pipe(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("bodies go and come whole, also out of memory that is shared", async () => {
  const server = await startEcho();
  const { host } = stage(server.origin);
  const bodies = ["", "short", "x".repeat(5_000), "y".repeat(200_000)];
  const answers = await Promise.all(
    bodies.map((text) => {
      const body = Buffer.from(`..${text}..`).subarray(2, -2);
      return host.send(ask({ method: "PUT", body }), false);
    }),
  );
  expect(answers.map(({ body }) => body.toString())).toEqual(bodies);
});

test("an object that is larger than wanted is dropped, and others go on", async () => {
  const server = await startRawServer((socket) => socket.write(answer("0123456789")));
  const { host } = stage(server.origin);
  const large = await host.open(ask({ wholeUpTo: 9 }));
  const small = await host.open(ask({ wholeUpTo: 10 }));
  expect("body" in large).toBe(false);
  expect("body" in small && small.body.toString()).toBe("0123456789");
});

test("what is handed over as it arrives, and what is large, goes without the thread", async () => {
  const server = await startRawServer((socket, number) => {
    if (number !== 1) socket.write(answer("body"));
    else socket.write("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno");
  });
  const { host, workers } = stage(server.origin);
  expect("bytes" in (await host.open(ask()))).toBe(true);
  const body = Buffer.alloc(8 * 1024 * 1024);
  expect((await host.send(ask({ method: "PUT", body }), false)).status).toBe(403);
  expect(workers).toHaveLength(0);
});

test("a server is trusted there with its authority's certificate", async () => {
  const open = await openLab({ tlsPort: 0 });
  onTestFinished(() => open.close());
  const { port = 0, caPath = "" } = open.lab.tls ?? {};
  const certificates = await readFile(caPath, "utf8");
  const { host, workers } = stage(`https://127.0.0.1:${port}`, { certificates });
  const answers = await Promise.all([1, 2, 3].map(() => host.send(ask(), false)));
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect(workers).toHaveLength(1);
});

test("a request that is stopped is over at once, here and there", async () => {
  const closed: string[] = [];
  const server = await startRawServer((socket, _number, text) => {
    const [, path = ""] = text.split(" ");
    socket.on("close", () => closed.push(path));
    if (path === "/quick") socket.write(answer(""));
  });
  const { host } = stage(server.origin);
  const stop = new AbortController();
  const stopped = host.send(ask({ path: "/slow", signal: stop.signal }), false);
  await host.send(ask({ path: "/quick" }), false);
  stop.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
  await expect.poll(() => closed).toContain("/slow");
});

test("an error is told apart as if there were no thread", async () => {
  const refusing = stage("http://127.0.0.1:1").host.send(ask(), false);
  const silent = await startRawServer(() => undefined);
  const waiting = stage(silent.origin, { timeoutMs: 100 }).host.send(ask(), false);
  const told = (error: unknown): unknown => describeFailure(error, "u");
  expect(await refusing.catch(told)).toMatchObject({ name: "WireError", code: "CannotConnect" });
  expect(await waiting.catch(told)).toMatchObject({ name: "WireError", code: "Timeout" });
  const { host } = stage(silent.origin);
  await expect(host.send(ask({ headers: ["x", "1\r\nx-evil: 2"] }), false)).rejects.toThrow(
    "control character",
  );
});

test("where the thread ends, its requests fail as of a broken connection, and the next go without", async () => {
  const server = await startRawServer((socket, _number, text) => {
    if (!text.startsWith("GET /slow")) socket.write(answer("here"));
  });
  const { host, workers } = stage(server.origin);
  await host.send(ask(), false);
  const lost = host.send(ask({ path: "/slow" }), false).catch((error: unknown) => error);
  await delay(50);
  await workers[0]?.terminate();
  expect(describeFailure(await lost, "u")).toMatchObject({ code: "ConnectionClosed" });
  const { body } = await host.send(ask(), false);
  expect([body.toString(), workers.length]).toEqual(["here", 1]);
});

test("a thread that cannot start is done without", async () => {
  const server = await startRawServer((socket) => socket.write(answer("here")));
  const { host } = stage(server.origin, { path: `${program}.gone` });
  const first = await host
    .send(ask(), false)
    .catch((error: unknown) => describeFailure(error, "u"));
  expect(first).toMatchObject({ code: "ConnectionClosed" });
  expect((await host.send(ask(), false)).body.toString()).toBe("here");
});
