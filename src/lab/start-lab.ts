import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { World } from "../policy/index.ts";
import { writeAwsConfig } from "./aws-config.ts";
import { type Incoming, listen, type Listening, type ServerOptions } from "./http/server.ts";
import type { LabPrincipal } from "./lab-principal.ts";
import type { Missing } from "./missing-counts.ts";
import { poolRandomBytes, type RandomBytes } from "./random-ids.ts";
import { serve } from "./serve.ts";
import { ssoProfiles } from "./sso-profiles.ts";
import { openLabState, type OpenState } from "./state/open-lab-state.ts";
import { openAuthority } from "./tls/authority.ts";
import { openTlsNames } from "./tls/tls-names.ts";

/** What a lab is started with. */
export interface LabOptions {
  readonly world: World;
  /** 0, the default, for any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Where to speak HTTPS too, 0 for any free one; without it the lab speaks HTTP only. */
  readonly tlsPort?: number;
  /**
   * Where everything is kept, and found again by a lab that is started with the same world. Without it
   * the lab keeps its data in a temporary directory that goes with it.
   */
  readonly dataDirectory?: string;
  /** A file that gets a line of JSON for every decision, with all that it rests on; none by default. */
  readonly logDecisions?: string;
  readonly now?: () => number;
  readonly random?: RandomBytes;
  /** Is told of every fault of the lab's own, which clients see as `InternalError`. */
  readonly onFault?: (fault: unknown) => void;
}

/** How to speak to a lab over TLS. */
export interface LabTls {
  readonly url: string;
  readonly port: number;
  /** The file of the authority to trust, for `AWS_CA_BUNDLE`. */
  readonly caPath: string;
}

/** A local AWS that runs until it is closed. */
export interface Lab {
  readonly url: string;
  readonly port: number;
  /** HTTPS, where it was asked for. */
  readonly tls?: LabTls;
  readonly principals: readonly LabPrincipal[];
  /** An AWS config file with a profile for each principal, for `AWS_CONFIG_FILE`. */
  awsConfig(): string;
  /** What it was asked for and lacks, the most often asked for first. */
  missing(): readonly Missing[];
  /** Back to the world as it was loaded; everyone keeps their keys. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a local AWS with the accounts of a world; throws `UsageError` when it cannot listen or keep
 * its data.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const {
    world,
    host = "127.0.0.1",
    random = poolRandomBytes(randomBytes),
    onFault = () => undefined,
  } = options;
  const now = options.now ?? Date.now;
  const { dataDirectory, logDecisions: decisionLog } = options;
  const state = await openLabState({ world, dataDirectory, decisionLog, now, random });
  const answer = {
    host,
    handle: (incoming: Incoming) => serve(state.lab, incoming, onFault),
    onFault,
  };
  const listening: Listening[] = [];
  const closeAll = async (): Promise<void> => {
    for (const server of listening) await server.close();
    await state.close();
  };
  try {
    const server = await listen({ ...answer, port: options.port ?? 0 });
    listening.push(server);
    const tls = await openTls(options.tlsPort, { ...answer, state, now });
    if (tls !== undefined) listening.push(tls.server);
    await state.lab.endpointPorts.listen((endpoint) =>
      listen({
        ...answer,
        port: 0,
        handle: (incoming) => answer.handle({ ...incoming, endpoint }),
      }),
    );
    const urlOf = (scheme: string, port: number): string =>
      `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
    const url = urlOf("http", server.port);
    const caPath = tls?.caPath;
    return {
      url,
      port: server.port,
      ...(tls && {
        tls: {
          url: urlOf("https", tls.server.port),
          port: tls.server.port,
          caPath: tls.caPath,
        },
      }),
      principals: state.principals,
      awsConfig: () =>
        writeAwsConfig(
          state.principals,
          { url, ...(caPath !== undefined && { caPath }) },
          ssoProfiles(world),
        ),
      missing: () => state.lab.missing.list(),
      reset: () => state.reset(),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Tls {
  readonly server: Listening;
  readonly caPath: string;
}

/** Speaks HTTPS by an authority that is kept with the data; undefined where nobody asked for it. */
async function openTls(
  port: number | undefined,
  {
    state,
    now,
    ...answer
  }: Omit<ServerOptions, "port"> & { readonly state: OpenState; readonly now: () => number },
): Promise<Tls | undefined> {
  if (port === undefined) return undefined;
  const authority = await openAuthority(join(state.directory, "tls"), now());
  const server = await listen({ ...answer, port, tls: await openTlsNames(authority) });
  return { server, caPath: authority.path };
}
