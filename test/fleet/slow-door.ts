import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** A door before a service, behind which every request takes a while, and is counted. */
export interface SlowDoor {
  readonly url: string;
  /** How often each object was written through it, by method and path. */
  readonly writes: Map<string, number>;
  close(): Promise<void>;
}

/** Opens a door before the service at a URL. */
export async function openSlowDoor(url: string, latencyMs: number): Promise<SlowDoor> {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const writes = new Map<string, number>();
  const server = createServer((incoming, answer) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const isWhole = method === "PUT" && !path.includes("partNumber=");
    if (isWhole) writes.set(path, (writes.get(path) ?? 0) + 1);
    void wait(latencyMs).then(() => {
      const forward = { hostname, port, agent, method, path, headers };
      const outgoing = request(forward, (reply) => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(answer);
      });
      // Whoever was killed hears nothing more.
      outgoing.on("error", () => answer.destroy());
      incoming.on("error", () => outgoing.destroy());
      incoming.pipe(outgoing);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return {
    url: `http://127.0.0.1:${address.port}`,
    writes,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
