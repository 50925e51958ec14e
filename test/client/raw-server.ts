import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";

/** A TCP server that says what it is told to, whether it is HTTP or not. */
export interface RawServer {
  readonly origin: string;
  /** How many connections there were. */
  connections(): number;
}

/** Calls `answer` for every request that has arrived, numbered from 0, until the test ends. */
export async function startRawServer(
  answer: (socket: Socket, number: number, head: string) => void,
  tls?: TlsOptions,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let requests = 0;
  const serve = (socket: Socket): void => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    let head = "";
    socket.on("data", (bytes) => {
      head += bytes.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      const arrived = head;
      head = "";
      answer(socket, requests++, arrived);
    });
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const scheme = tls === undefined ? "http" : "https";
  return { origin: `${scheme}://127.0.0.1:${port}`, connections: () => connections };
}
