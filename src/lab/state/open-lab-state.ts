import { createHash } from "node:crypto";
import { join } from "node:path";
import { UsageError } from "../../aws/index.ts";
import type { World } from "../../policy/index.ts";
import { createDecisionWatch } from "../decision-log/decision-watch.ts";
import { type DecisionLog, openDecisionLog } from "../decision-log/decision-log.ts";
import { createEncodedDenials } from "../encoded-denials.ts";
import type { LabPrincipal } from "../lab-principal.ts";
import { createMissingCounts } from "../missing-counts.ts";
import type { RandomBytes } from "../random-ids.ts";
import { advanceJobs } from "../s3-control/jobs/advance-jobs.ts";
import { openServices } from "../service-state.ts";
import { writeWorldServices } from "../write-world-services.ts";
import { createAuthorizers } from "./authorizers.ts";
import { openBodies } from "./bodies.ts";
import { createBuckets } from "./buckets.ts";
import { type DataDirectory, openDataDirectory } from "./data-directory.ts";
import { iamTables } from "./iam-tables.ts";
import { createKeyRing } from "./key-ring.ts";
import type { LabState } from "./lab-state.ts";
import { openStore } from "./open-store.ts";
import { createPolicyDocuments } from "./policy-documents.ts";
import { createPrincipals } from "./principals.ts";
import { s3Tables } from "./s3-tables.ts";
import { createSigningKeys } from "./signing-keys.ts";
import { signEveryoneIn } from "./sign-everyone-in.ts";
import type { Store, Table } from "./store.ts";
import { fillWorldBuckets } from "./fill-world-buckets.ts";
import { writeWorldBuckets } from "./world-buckets.ts";
import { writeWorldPrincipals } from "./world-principals.ts";

/** What the state of a lab is made of. */
export interface StateOptions {
  readonly world: World;
  readonly dataDirectory: string | undefined;
  /** Where rows are kept, if not in a directory. */
  readonly store?: Store;
  /** A file for every decision. */
  readonly decisionLog?: string | undefined;
  readonly now: () => number;
  readonly random: RandomBytes;
}

/** The state of a lab, and what only its start and end are about. */
export interface OpenState {
  readonly lab: LabState;
  /** Where it is kept. */
  readonly directory: string;
  readonly principals: readonly LabPrincipal[];
  /** Back to the world as it was loaded; everyone keeps their keys. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How rows are written. */
const FORMAT = 3;

/** What is read; a directory that has rows in another form is not. Since 3 the row of an object may hold its bytes. */
const READABLE: ReadonlySet<number> = new Set([2, FORMAT]);

/** What a data directory was made from. */
interface Origin {
  readonly format: number;
  readonly world: string;
  readonly startedMs: number;
  readonly principals: readonly LabPrincipal[];
}

/** Opens the state in a data directory; a new directory gets that of the world. */
export async function openLabState(options: StateOptions): Promise<OpenState> {
  const { world, now, random } = options;
  const { directory, decisionLog } = await openPlaces(options);
  const storeDirectory = join(directory.path, "store");
  const { isLasting } = directory;
  const store = options.store ?? openStore({ directory: storeDirectory, isLasting });
  const s3 = s3Tables(store);
  const iam = iamTables(store);
  const origins: Table<Origin> = store.table("lab.origin");
  const documents = createPolicyDocuments();
  const services = openServices(store, documents);
  const close = async (): Promise<void> => {
    decisionLog?.close();
    await services.endpointPorts.close();
    await services.jobRunner.pause();
    await store.close();
    await directory.close();
  };
  try {
    const bodies = await openBodies({
      store,
      tables: s3,
      directory: join(directory.path, "bodies"),
    });
    const stored = originOf(origins, { world, directory: directory.path });
    const startedMs = stored?.startedMs ?? now();
    const lab: LabState = {
      world,
      store,
      s3,
      iam,
      documents,
      principals: createPrincipals(iam, documents),
      ...services,
      keys: createKeyRing(iam, documents),
      signingKeys: createSigningKeys(),
      authorizers: createAuthorizers(),
      keyUse: new Map(),
      buckets: createBuckets(s3, { iam, documents }),
      bodies,
      everyone: () => origins.get(ORIGIN)?.principals ?? [],
      missing: createMissingCounts(),
      ...(decisionLog && { decisionLog }),
      encodedDenials: createEncodedDenials(random),
      watch: createDecisionWatch(now),
      startedMs,
      now,
      random,
    };
    const write = (known: readonly LabPrincipal[]): Promise<readonly LabPrincipal[]> =>
      store.transaction(() => {
        writeWorldPrincipals(lab, startedMs);
        writeWorldBuckets(lab, startedMs);
        writeWorldServices(lab, startedMs);
        return signEveryoneIn(lab, known);
      });
    const start = async (known: readonly LabPrincipal[]): Promise<readonly LabPrincipal[]> => {
      const principals = await write(known);
      await fillWorldBuckets(lab);
      // Last of all: whoever starts without it starts from nothing.
      const origin = { format: FORMAT, world: digestOf(world), startedMs, principals };
      await store.transaction(() => {
        origins.put(ORIGIN, origin);
      });
      return principals;
    };
    if (stored === undefined && directory.isLasting) await store.clear();
    if (stored !== undefined && stored.format !== FORMAT) {
      // From here on there may be rows that an earlier version would misread.
      await store.transaction(() => {
        origins.put(ORIGIN, { ...stored, format: FORMAT });
      });
    }
    const principals = stored?.principals ?? (await start([]));
    // Jobs that a lab left behind go on.
    services.jobRunner.employ(() => advanceJobs(lab));
    return {
      lab,
      directory: directory.path,
      principals,
      async reset() {
        await services.jobRunner.pause();
        await store.clear();
        await start(principals);
        await services.endpointPorts.refresh();
        await bodies.sweep();
        services.jobRunner.resume();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The log may be in the data directory, which is made first. */
async function openPlaces({ dataDirectory, decisionLog }: StateOptions): Promise<{
  readonly directory: DataDirectory;
  readonly decisionLog: DecisionLog | undefined;
}> {
  const directory = await openDataDirectory(dataDirectory);
  try {
    const log = decisionLog === undefined ? undefined : openDecisionLog(decisionLog);
    return { directory, decisionLog: log };
  } catch (error) {
    await directory.close();
    throw error;
  }
}

const ORIGIN = ["origin"];

function digestOf(world: World): string {
  return createHash("sha256").update(JSON.stringify(world)).digest("hex");
}

/** What is stored is not mixed with another world's. */
function originOf(
  origins: Table<Origin>,
  { world, directory }: { readonly world: World; readonly directory: string },
): Origin | undefined {
  const origin = origins.get(ORIGIN);
  if (origin !== undefined && !READABLE.has(origin.format)) {
    throw new UsageError({
      en: `\`${directory}\` holds the data of another version of Sluice, which this one cannot read; start the lab with an empty directory`,
      ja: `\`${directory}\` には別のバージョンの Sluice のデータがあり、このバージョンでは読めません。空のディレクトリを指定してラボを起動してください`,
    });
  }
  if (origin === undefined || origin.world === digestOf(world)) return origin;
  throw new UsageError({
    en: `\`${directory}\` holds the data of another world; start the lab with that world, or with an empty directory`,
    ja: `\`${directory}\` には別のワールドのデータがあります。そのワールドか、空のディレクトリを指定してラボを起動してください`,
  });
}
