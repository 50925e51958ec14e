import { randomBytes } from "node:crypto";
import { UsageError } from "../aws/index.ts";
import type { World } from "../policy/index.ts";
import { writeAwsConfig } from "./aws-config.ts";
import { defaultWorld } from "./default-world.ts";
import { createRequestHandler, type LabRequestHandler } from "./http/in-process.ts";
import type { Reply } from "./http/reply.ts";
import type { Incoming } from "./http/server.ts";
import type { LabPrincipal } from "./lab-principal.ts";
import type { Missing } from "./missing-counts.ts";
import { type LabTls, openListeners } from "./open-listeners.ts";
import { poolRandomBytes, type RandomBytes } from "./random-ids.ts";
import { serve } from "./serve.ts";
import { ssoProfiles } from "./sso-profiles.ts";
import { openLabState } from "./state/open-lab-state.ts";

/** What a lab is started with; everything may be left out. */
export interface LabOptions {
  /**
   * What is there at the start, from `readWorldFile` or `parseWorld`. By default one account,
   * `111111111111`, with an administrator whose profile is `default`.
   */
  readonly world?: World;
  /**
   * Where to listen: 0, the default, for any free port, `"none"` for a lab that only `requestHandler`
   * reaches.
   */
  readonly port?: number | "none";
  /** The address to listen on, `127.0.0.1` by default. */
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

/** A local AWS that runs until it is closed. */
export interface Lab {
  /** What clients are given as their endpoint. */
  readonly url: string;
  /** 0 for a lab that does not listen. */
  readonly port: number;
  /** For clients of AWS's SDKs for JavaScript that run in this process: `new S3Client({ requestHandler, … })`. */
  readonly requestHandler: LabRequestHandler;
  /** HTTPS, where it was asked for. */
  readonly tls?: LabTls;
  /** Everyone who can sign in since the start, with their keys. */
  readonly principals: readonly LabPrincipal[];
  /** One of them, by the name of the profile; throws where there is none. */
  principal(profile: string): LabPrincipal;
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
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { world = defaultWorld(), now = Date.now, onFault = () => undefined } = options;
  const {
    random = poolRandomBytes(randomBytes),
    dataDirectory,
    logDecisions: decisionLog,
  } = options;
  const state = await openLabState({ world, dataDirectory, decisionLog, now, random });
  const handle = (incoming: Incoming): Promise<Reply> => serve(state.lab, incoming, onFault);
  try {
    const listeners = await openListeners(state, { ...options, now, handle, onFault });
    const { url, port, tls } = listeners;
    return {
      url,
      port,
      ...(tls && { tls }),
      requestHandler: createRequestHandler(handle),
      principals: state.principals,
      principal: (profile) => principalIn(state.principals, profile),
      awsConfig: () =>
        writeAwsConfig(
          state.principals,
          { url, ...(tls && { caPath: tls.caPath }) },
          ssoProfiles(world),
        ),
      missing: () => state.lab.missing.list(),
      reset: () => state.reset(),
      async close() {
        await listeners.close();
        await state.close();
      },
    };
  } catch (error) {
    await state.close();
    throw error;
  }
}

function principalIn(principals: readonly LabPrincipal[], profile: string): LabPrincipal {
  const found = principals.find((each) => each.profile === profile);
  if (found !== undefined) return found;
  const known = principals.map((each) => `\`${each.profile}\``);
  throw new UsageError({
    en: `the lab has no profile \`${profile}\`: it has ${known.join(", ") || "none"}`,
    ja: `ラボにプロファイル \`${profile}\` はありません。${known.length === 0 ? "1 つもありません" : `あるのは ${known.join("、")} です`}`,
  });
}
