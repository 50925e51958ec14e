import { join } from "node:path";
import { listen, type Listening, type ServerOptions } from "./http/server.ts";
import type { OpenState } from "./state/open-lab-state.ts";
import { openAuthority } from "./tls/authority.ts";
import { openTlsNames } from "./tls/tls-names.ts";

/** How to speak to a lab over TLS. */
export interface LabTls {
  readonly url: string;
  readonly port: number;
  /** The file of the authority to trust, for `AWS_CA_BUNDLE`. */
  readonly caPath: string;
}

/** Where a lab is to listen, and who answers. */
interface ListenerOptions extends Pick<ServerOptions, "handle" | "onFault"> {
  readonly host?: string;
  readonly port?: number | "none";
  readonly tlsPort?: number;
  readonly now: () => number;
}

/** Where a lab listens. */
interface Listeners {
  readonly url: string;
  readonly port: number;
  readonly tls?: LabTls;
  close(): Promise<void>;
}

/** Starts to listen: HTTP, HTTPS where it is asked for, and a port for each VPC endpoint; or nowhere. */
export async function openListeners(
  state: OpenState,
  { host = "127.0.0.1", port = 0, tlsPort, now, ...answer }: ListenerOptions,
): Promise<Listeners> {
  const listening: Listening[] = [];
  const open = async (options: Omit<ServerOptions, "host">): Promise<number> => {
    const server = await listen({ ...options, host });
    listening.push(server);
    return server.port;
  };
  const close = async (): Promise<void> => {
    for (const server of listening) await server.close();
  };
  const urlOf = (scheme: string, of: number): string =>
    `${scheme}://${host.includes(":") ? `[${host}]` : host}:${of}`;
  try {
    if (port === "none") return { url: "http://127.0.0.1", port: 0, close };
    const http = await open({ ...answer, port });
    const tls =
      tlsPort === undefined
        ? undefined
        : await openTls(state, {
            now,
            open: (names) => open({ ...answer, port: tlsPort, ...names }),
          });
    await state.lab.endpointPorts.listen((endpoint) =>
      listen({
        ...answer,
        host,
        port: 0,
        handle: (incoming) => answer.handle({ ...incoming, endpoint }),
      }),
    );
    return {
      url: urlOf("http", http),
      port: http,
      ...(tls && { tls: { ...tls, url: urlOf("https", tls.port) } }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface TlsWish {
  readonly now: () => number;
  readonly open: (names: Pick<ServerOptions, "tls">) => Promise<number>;
}

/** Speaks HTTPS by an authority that is kept with the data. */
async function openTls(
  { directory }: OpenState,
  { now, open }: TlsWish,
): Promise<Pick<LabTls, "port" | "caPath">> {
  const authority = await openAuthority(join(directory, "tls"), now());
  const port = await open({ tls: await openTlsNames(authority) });
  return { port, caPath: authority.path };
}
