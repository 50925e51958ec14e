import { randomBytes } from "node:crypto";
import type { Credentials } from "../aws/index.ts";
import {
  accountCaller,
  type Caller,
  organizationPolicies,
  type World,
  worldEndpoints,
  worldPrincipals,
} from "../policy/index.ts";
import { writeAwsConfig } from "./aws-config.ts";
import { listen } from "./http/server.ts";
import type { LabPrincipal } from "./lab-principal.ts";
import { makeSessionKey, makeUserKey, type RandomBytes } from "./random-ids.ts";
import { serve } from "./serve.ts";
import { openBodyStore } from "./state/bodies.ts";
import { createWorldBuckets } from "./state/world-buckets.ts";
import { issueKey, type KeyRing } from "./state/key-ring.ts";
import type { LabState } from "./state/lab-state.ts";
import { createPrincipals } from "./state/principals.ts";

/** What a lab is started with. */
export interface LabOptions {
  readonly world: World;
  /** 0, the default, for any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Where the directory for object bodies is made; the system's temporary one by default. */
  readonly dataDirectory?: string;
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
  close(): Promise<void>;
}

/** Starts a local AWS with the accounts of a world; throws `UsageError` when it cannot listen. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { world, host = "127.0.0.1", random = randomBytes, onFault = () => undefined } = options;
  const now = options.now ?? Date.now;
  const startedMs = now();
  const keys: KeyRing = new Map();
  const principals = signEveryoneIn(world, { keys, random, startedMs });
  const bodies = await openBodyStore(options.dataDirectory);
  const lab: LabState = {
    world,
    principals: createPrincipals(world, startedMs),
    organizationLayers: organizationPolicies(world),
    endpoints: worldEndpoints(world),
    keys,
    buckets: createWorldBuckets(world, startedMs),
    bodies,
    startedMs,
    now,
    random,
  };
  try {
    const server = await listen({
      host,
      port: options.port ?? 0,
      handle: (incoming) => serve(lab, incoming, onFault),
      onFault,
    });
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`;
    return {
      url,
      port: server.port,
      principals,
      awsConfig: () => writeAwsConfig(principals, url),
      async close() {
        await server.close();
        await bodies.close();
      },
    };
  } catch (error) {
    await bodies.close();
    throw error;
  }
}

interface SignIn {
  readonly keys: KeyRing;
  readonly random: RandomBytes;
  readonly startedMs: number;
}

/** Gives every principal of a world keys: its own where the world has some, else made-up ones. */
function signEveryoneIn(
  world: World,
  { keys, random, startedMs }: SignIn,
): readonly LabPrincipal[] {
  return worldPrincipals(world).map((principal) => {
    const { profile, account, caller, credentials, sessionPolicies, endpoint } = principal;
    const issued = credentials ?? makeKey(caller, random);
    issueKey(keys, {
      credentials: issued,
      caller,
      issuedMs: startedMs,
      ...(sessionPolicies && { sessionPolicies }),
      ...(endpoint !== undefined && { endpoint }),
    });
    const arn = accountCaller(caller)?.arn ?? "";
    return { profile, account, arn, region: homeRegion(world, account), credentials: issued };
  });
}

function makeKey(caller: Caller, random: RandomBytes): Credentials {
  return caller.kind === "roleSession" ? makeSessionKey(random) : makeUserKey(random);
}

/** Profiles start where their account has its first bucket. */
function homeRegion(world: World, account: string): string {
  const buckets = Object.values(world.accounts[account]?.buckets ?? {});
  return buckets[0]?.region ?? world.identityCenter?.region ?? "us-east-1";
}
