import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { UsageError } from "../aws/index.ts";
import { followRuns } from "./follow-runs.ts";
import { labBeside, type LiveSource } from "./lab-beside.ts";
import { type PageFile, readPageFiles } from "./page-files.ts";
import type { OpenedWorld } from "./open-world.ts";

/** What the page is served with. */
export interface PageOptions {
  /** Where the built page is. */
  readonly directory: string;
  /** Port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** The world file that it opens on; its stories alone when absent. */
  readonly world?: OpenedWorld;
  /** The URL of the lab that it watches. */
  readonly lab?: string;
  /** Files that runs write their events to. */
  readonly runs?: readonly string[];
}

/** A page that is served until it is closed. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

const TAKEN = {
  en: "it is taken, maybe by another `sluice ui`; name another with `--port`",
  ja: "ポートは使われています（別の `sluice ui` かもしれません）。`--port` で別のポートを指定してください",
};

/** Serves the page to browsers on this machine alone; throws `UsageError` when the port is taken. */
export async function servePage(options: PageOptions): Promise<PageServer> {
  const { directory, port, world, lab, runs } = options;
  const files = await readPageFiles(directory, { world, lab, runs });
  const live = [
    ...(lab === undefined ? [] : [labBeside(lab)]),
    ...(runs === undefined ? [] : [followRuns(runs)]),
  ];
  const server = createServer((request, response) => {
    answer(request, response, { files, live });
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const reason = isTaken ? TAKEN : { en: String(error), ja: String(error) };
    throw new UsageError({
      en: `cannot serve the page on port ${port}: ${reason.en}`,
      ja: `ポート ${port} でページを表示できません。${reason.ja}`,
    });
  }
  // A server that listens on a port has an address with one.
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** What there is to answer with. */
interface Served {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly live: readonly LiveSource[];
}

function answer(request: IncomingMessage, response: ServerResponse, { files, live }: Served): void {
  const say = (status: number, text: string): void => {
    response.writeHead(status, { ...HEADERS, "content-type": "text/plain" }).end(`${text}\n`);
  };
  const refusal = refusalOf(request);
  if (refusal !== undefined) {
    say(403, refusal);
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    say(405, "the page is only read");
    return;
  }
  const path = (request.url ?? "/").replace(/\?.*$/s, "");
  const file = files.get(path === "/" ? "/index.html" : path);
  if (file === undefined) {
    const [told] = live.flatMap((source) => source(path) ?? []);
    if (told !== undefined && isFromPage(request)) {
      void told.then(({ status, text }) => {
        response.writeHead(status, { ...HEADERS, "content-type": "application/json" }).end(text);
      });
      return;
    }
    say(404, "there is no such file");
    return;
  }
  response.writeHead(200, { ...HEADERS, "content-type": file.type });
  response.end(request.method === "HEAD" ? undefined : file.bytes);
}

/** Why a request is not answered; what it sent is not said again to whoever made it. */
function refusalOf({ headers: { host, origin } }: IncomingMessage): string | undefined {
  if (!isOwnHost(host)) {
    return "refused, for its Host is another name than 127.0.0.1 or localhost: the page is for browsers on this machine";
  }
  if (!isOwnOrigin(origin, host)) {
    return "refused, for its Origin is another site: only the page itself may ask, not what else a browser shows";
  }
  return undefined;
}

/** A page of the web may have the browser ask, though never read the answer; browsers say so. */
function isFromPage({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"] ?? "none";
  return site === "none" || site === "same-origin";
}

/** A name of the web's may lead to 127.0.0.1 (DNS rebinding); its requests still carry that name. */
function isOwnHost(host = ""): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i.test(host);
}

function isOwnOrigin(origin: string | undefined, host = ""): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}
