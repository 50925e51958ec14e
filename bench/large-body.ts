import { once } from "node:events";
import { request as openRequest } from "node:http";
import { UNSIGNED_PAYLOAD } from "../src/aws/index.ts";
import { type Signing, signedHeaders } from "./lab-requests.ts";

const CHUNK = Buffer.alloc(1024 * 1024, "sluice ");

/** Seconds that it takes to send a body of so many MiB, or to read it back. */
export async function timeBody(
  signing: Signing,
  { method, path, mebibytes }: { method: "GET" | "PUT"; path: string; mebibytes: number },
): Promise<number> {
  const length = method === "PUT" ? { length: mebibytes * CHUNK.length } : {};
  const headers = signedHeaders(signing, { method, path, ...length }, UNSIGNED_PAYLOAD);
  const begunMs = performance.now();
  const outgoing = openRequest({
    host: "127.0.0.1",
    port: signing.port,
    method,
    path,
    headers: Object.fromEntries(headers),
    agent: false,
  });
  const answered = once(outgoing, "response");
  if (method === "PUT") {
    for (let sent = 0; sent < mebibytes; sent++) {
      if (!outgoing.write(CHUNK)) await once(outgoing, "drain");
    }
  }
  outgoing.end();
  const [incoming] = (await answered) as [import("node:http").IncomingMessage];
  let received = 0;
  incoming.on("data", (chunk: Buffer) => {
    received += chunk.length;
  });
  await once(incoming, "end");
  const isWhole = method === "PUT" || received === mebibytes * CHUNK.length;
  if (incoming.statusCode !== 200 || !isWhole) {
    throw new Error(`${method} of ${path} ended with ${String(incoming.statusCode)}`);
  }
  return (performance.now() - begunMs) / 1000;
}
