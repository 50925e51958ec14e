import { randomBytes } from "node:crypto";
import type { World } from "../policy/index.ts";
import { writeAwsConfig } from "./aws-config.ts";
import { listen } from "./http/server.ts";
import type { LabPrincipal } from "./lab-principal.ts";
import { poolRandomBytes, type RandomBytes } from "./random-ids.ts";
import { serve } from "./serve.ts";
import { ssoProfiles } from "./sso-profiles.ts";
import { openLabState } from "./state/open-lab-state.ts";

/** What a lab is started with. */
export interface LabOptions {
  readonly world: World;
  /** 0, the default, for any free one. */
  readonly port?: number;
  readonly host?: string;
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

/** A local AWS that runs until it is closed. */
export interface Lab {
  readonly url: string;
  readonly port: number;
  readonly principals: readonly LabPrincipal[];
  /** An AWS config file with a profile for each principal, for `AWS_CONFIG_FILE`. */
  awsConfig(): string;
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
  try {
    const server = await listen({
      host,
      port: options.port ?? 0,
      handle: (incoming) => serve(state.lab, incoming, onFault),
      onFault,
    });
    await state.lab.endpointPorts.listen((endpoint) =>
      listen({
        host,
        port: 0,
        handle: (incoming) => serve(state.lab, { ...incoming, endpoint }, onFault),
        onFault,
      }),
    );
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`;
    return {
      url,
      port: server.port,
      principals: state.principals,
      awsConfig: () => writeAwsConfig(state.principals, url, ssoProfiles(world)),
      reset: () => state.reset(),
      async close() {
        await server.close();
        await state.close();
      },
    };
  } catch (error) {
    await state.close();
    throw error;
  }
}
