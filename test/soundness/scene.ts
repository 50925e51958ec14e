import { readJob, type Job, type SyncOptions } from "../../src/app/index.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/app/index.ts";
import type { CustomerKey } from "../../src/sync/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";

/** What a sync is asked to do, as flags would say it. */
export interface SceneFlags {
  readonly source: string;
  readonly destination: string;
  readonly sourceProfile?: string;
  readonly destinationProfile?: string;
  readonly requestPayer?: true;
  /** Objects of the source are under a customer's key. */
  readonly readsCustomerKey?: true;
  /** So are those of the destination, and what is written. */
  readonly writesCustomerKey?: true;
  readonly options: Partial<SyncOptions>;
}

/** The one key that customers have here. */
const CUSTOMER_KEY: CustomerKey = { algorithm: "AES256", key: new Uint8Array(32).fill(7) };

/** A world as people write it, and a sync in it. */
export interface Scene {
  readonly world: Readonly<Record<string, unknown>>;
  readonly flags: SceneFlags;
  /** Whether the objects that are there have tags. */
  readonly tagged: boolean;
}

/** The profile that runs where no other is named. */
export const CALLER = "caller";

export function worldOf({ world }: Scene): World {
  const parsed = parseWorld(world);
  if (parsed.ok) return parsed.value;
  const problems = parsed.problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`no such world can be: ${problems.join("; ")}`);
}

export function jobOf({ flags }: Scene): Job {
  const { source, destination, options, readsCustomerKey, writesCustomerKey, ...identities } =
    flags;
  const write = { ...options.write, ...(writesCustomerKey && { sseCustomer: CUSTOMER_KEY }) };
  return readJob({
    source,
    destination,
    cwd: "/nowhere",
    options: {
      ...DEFAULT_SYNC_OPTIONS,
      ...options,
      write,
      ...(readsCustomerKey && { sourceCustomerKey: CUSTOMER_KEY }),
    },
    identities: {
      profile: CALLER,
      ownerProfiles: [],
      // The lab is spoken to without TLS, which policies can see.
      endpointUrl: "http://127.0.0.1",
      ...identities,
    },
  });
}
