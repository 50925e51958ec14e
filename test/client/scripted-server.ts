import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it arrived. */
interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What to do with one request: answer it, or treat it badly. */
export type Act = (response: ServerResponse, request: SeenRequest) => void;

/** A server that plays one act per request, in order; more requests than acts is a 599. */
export interface ScriptedServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

export async function startScript(acts: readonly Act[]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const arrived = { method, url, headers, body: Buffer.concat(chunks).toString() };
      const act = acts[seen.length] ?? answer(599, "no act left");
      seen.push(arrived);
      act(response, arrived);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
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

export function answer(
  status: number,
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Act {
  return (response) => {
    response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers });
    response.end(body);
  };
}

/** An error as S3 sends it. */
export function refuse(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Act {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}!</Message><RequestId>R1</RequestId></Error>`;
  return answer(status, xml, headers);
}

/** Closes the connection without a word. */
export const reset: Act = (response) => {
  response.socket?.destroy();
};

/** Never answers. */
export const hang: Act = () => undefined;

/** Promises a whole body and closes the connection after a part of it. */
export function truncate(
  sent: string,
  headers: Readonly<Record<string, string | number>>,
  status = 200,
): Act {
  return (response) => {
    response.writeHead(status, headers);
    response.write(sent, () => response.socket?.destroy());
  };
}
