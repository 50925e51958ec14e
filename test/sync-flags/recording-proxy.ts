import { createServer, type IncomingMessage, request as openRequest } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it went by. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}

/** A door to a server that writes down what goes through it. */
export interface RecordingProxy {
  readonly url: string;
  readonly seen: readonly Recorded[];
  close(): Promise<void>;
}

/** Opens one; the `Host` that clients sign is passed on as it is. */
export async function openRecordingProxy(serverUrl: string): Promise<RecordingProxy> {
  const { hostname, port } = new URL(serverUrl);
  const seen: Recorded[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "/", headers } = request;
    const [path = "", query = ""] = url.split("?");
    seen.push({
      method,
      path: decodeURIComponent(path),
      query: new URLSearchParams(query),
      headers,
    });
    const outgoing = openRequest({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    request.pipe(outgoing);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
