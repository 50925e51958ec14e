import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  applyEdit,
  applyRevocation,
  type Clients,
  DEFAULT_SYNC_OPTIONS,
  type Job,
  type JobRequest,
  openClients,
  planGrant,
  planRevocation,
  readBatchJob,
  readJob,
  readRemovalJob,
  syncOrExplain,
} from "../../src/app/index.ts";
import type { Lab } from "../../src/lab/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { startLabOf } from "../support/start-lab-of.ts";

interface Given {
  /** From where to where; the first is revoked. */
  readonly runs: readonly (readonly [string, string])[];
  /** In which they are granted, where it is not that of the list. */
  readonly order?: readonly number[];
  /** `a-ann` where nobody is named. */
  readonly runner?: string;
  /** Who makes each run, where it is not one for all. */
  readonly runners?: readonly string[];
  /** As whom S3 Batch Operations copies, where it does. */
  readonly batchRole?: string;
  readonly reader?: string;
  readonly writer?: string;
  /** By which the runner's requests come. */
  readonly vpcEndpoint?: string;
  readonly keyGrants?: boolean;
  /** ARN of the runner, for whom the administrator grants and revokes. */
  readonly principal?: string;
}

interface Want {
  /** The runs that still pass, by their place in the list. */
  readonly left: readonly number[];
}

const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY_ARN = `arn:aws:kms:us-east-1:222222222222:key/${KEY}`;
const admin = { admin: { managedPolicies: ["AdministratorAccess"] } };

const ENDPOINT = "vpce-0a1b2c3d";
const FAR = { id: "vpce-0f1e2d3c", region: "eu-west-1" };

const A = "111111111111";

/** Two accounts; those who run may nothing, and the buckets hold what is in `files`. */
function accounts(files: string): object {
  return {
    [A]: {
      name: "a",
      users: { ann: {}, bob: {}, vic: { endpoint: ENDPOINT }, ...admin },
      vpcEndpoints: {
        [ENDPOINT]: {
          type: "gateway",
          vpc: "vpc-0a1b2c3d",
          policy: {
            Statement: [
              { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::other/*" },
            ],
          },
        },
        [FAR.id]: { type: "gateway", vpc: "vpc-0f1e2d3c", region: FAR.region },
      },
      buckets: { "source-of-a": { files: join(files, "a") }, "jobs-of-a": {} },
    },
    "222222222222": {
      name: "b",
      users: admin,
      keys: { [KEY]: {} },
      buckets: {
        "destination-of-b": { files: join(files, "b") },
        "sealed-of-b": { encryption: { kmsKey: KEY_ARN } },
      },
    },
  };
}

let lab: Lab;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sluice-apart-"));
  for (const file of ["a/x", "b/from-1/x", "b/from-2/y"]) {
    await mkdir(dirname(join(home, file)), { recursive: true });
    await writeFile(join(home, file), "hi");
  }
  lab = await startLabOf({ accounts: accounts(home) });
  await writeFile(join(home, "config"), lab.awsConfig(), { mode: 0o600 });
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await lab.close();
  await rm(home, { recursive: true, force: true });
});

test.each(loadCorpus<Given, Want>("grants-apart"))("%s", async (_, { given, want }) => {
  const runs = given.runs.map((run, i) => {
    const { runner, runners } = given;
    const by = runners?.[i] ?? runner;
    return openRun(run, { ...given, ...(by !== undefined && { runner: by }) });
  });
  const standing = await documents();
  for (const i of given.order ?? runs.keys()) await apply(runs[i]);
  expect(await passing(runs)).toEqual([...runs.keys()]);
  await revoke(runs[0]);
  expect(await passing(runs)).toEqual(want.left);
  for (const run of runs.slice(1)) await revoke(run);
  expect(await documents()).toEqual(standing);
  for (const { clients } of runs) await (await clients).close();
});

test("an endpoint is asked and changed in its own region, whatever its owner's profile says", async () => {
  const job = jobOf(["s3://source-of-a", "s3://destination-of-b"], { runs: [] });
  await withClients(job, async (clients) => {
    const admin = await clients.account("a-admin");
    const { policy } = await admin.vpcEndpoint(FAR.id, FAR.region);
    const document = { kind: "vpcEndpointPolicy", endpoint: FAR.id, region: FAR.region } as const;
    const after =
      '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}';
    const before = { known: true, value: policy, from: "a-admin" } as const;
    const edit = { account: A, document, before, after, added: [], dropped: [], opens: [] };
    await applyEdit(edit, job, clients);
    expect((await admin.vpcEndpoint(FAR.id, FAR.region)).policy).toBe(after);
    await expect(admin.vpcEndpoint(FAR.id)).rejects.toMatchObject({
      code: "InvalidVpcEndpointId.NotFound",
    });
  });
});

test("a grant of KMS by the same name for a role that is gone gives way to the new one", async () => {
  const run = openRun(["s3://source-of-a", "s3://sealed-of-b/anew"], { runs: [], keyGrants: true });
  const standing = await documents();
  await apply(run);
  const owner = await (await run.clients).account("b-admin");
  const [made] = await owner.keyGrants(KEY_ARN);
  if (made === undefined) throw new Error("no grant of KMS was made");
  const { id, ...grant } = made;
  await owner.revokeKeyGrant(KEY_ARN, id);
  // KMS shows a principal that is gone by its id; the lab makes no such grant, but one to somebody else.
  await owner.createKeyGrant(KEY_ARN, { ...grant, granteePrincipal: `arn:aws:iam::${A}:user/bob` });
  await apply(run);
  expect(await owner.keyGrants(KEY_ARN)).toEqual([{ ...grant, id: expect.any(String) as string }]);
  await apply(run);
  await revoke(run);
  expect(await documents()).toEqual(standing);
  await (await run.clients).close();
});

interface Run {
  readonly job: Job;
  readonly clients: Promise<Clients>;
  /** The same as whoever grants asks for it. */
  readonly asked: Job;
  readonly keyGrants: boolean;
}

function openRun(run: Given["runs"][number], given: Given): Run {
  const { keyGrants = false, principal } = given;
  const job = jobOf(run, given);
  const asked =
    principal === undefined
      ? job
      : { ...job, identities: { ...job.identities, principal, profile: "a-admin" } };
  return { job, clients: openClients(job), asked, keyGrants };
}

function jobOf([source, destination]: Given["runs"][number], given: Given): Job {
  const { batchRole, reader, runner = "a-ann", vpcEndpoint, writer } = given;
  const request: JobRequest = {
    source,
    destination,
    cwd: home,
    options: DEFAULT_SYNC_OPTIONS,
    identities: {
      profile: runner,
      ...(vpcEndpoint !== undefined && { vpcEndpoint }),
      ...(reader !== undefined && { sourceProfile: reader }),
      ...(writer !== undefined && { destinationProfile: writer }),
      ownerProfiles: ["a-admin", "b-admin"],
    },
  };
  return batchRole === undefined
    ? readJob(request)
    : readBatchJob({ ...request, batch: { roleArn: batchRole, manifests: "s3://jobs-of-a" } });
}

async function apply(run: Run | undefined): Promise<void> {
  if (run === undefined) throw new Error("there is no such run");
  const { asked, keyGrants } = run;
  const clients = await run.clients;
  for (const { edits } of await planGrant(asked, clients, { keyGrants })) {
    for (const edit of edits) await applyEdit(edit, asked, clients);
  }
}

async function revoke(run: Run | undefined): Promise<void> {
  if (run === undefined) throw new Error("there is no such run");
  const { asked } = run;
  const clients = await run.clients;
  for (const revocation of await planRevocation(asked, clients)) {
    await applyRevocation(revocation, asked, clients);
  }
}

/** Which runs pass when each is made from nothing. */
async function passing(runs: readonly Run[]): Promise<readonly number[]> {
  const passed: number[] = [];
  for (const [i, { job, clients }] of runs.entries()) {
    if ((await exitOf(job, await clients)) !== 0) continue;
    passed.push(i);
    await clear(job);
  }
  return passed;
}

/** The exit code of a run that nothing but AWS refuses. */
async function exitOf(job: Job, clients: Clients): Promise<number> {
  const { signal } = new AbortController();
  for await (const event of syncOrExplain(job, clients, { check: false, signal })) {
    if (event.type === "done") return event.exitCode;
  }
  return -1;
}

async function clear({ destination, ...job }: Job): Promise<void> {
  if (destination.kind === "local") throw new Error("the runs are between buckets");
  const { bucket, prefix } = destination;
  const profile = bucket.endsWith("-a") ? "a-admin" : "b-admin";
  const removal = readRemovalJob({
    place: `s3://${bucket}/${prefix}`,
    cwd: home,
    recursive: true,
    options: job.options,
    identities: { profile, ownerProfiles: [] },
  });
  expect(await withClients(removal, (clients) => exitOf(removal, clients))).toBe(0);
}

async function withClients<T>(job: Job, use: (clients: Clients) => Promise<T>): Promise<T> {
  const clients = await openClients(job);
  try {
    return await use(clients);
  } finally {
    await clients.close();
  }
}

/** Every document that a grant may be written into. */
function documents(): Promise<readonly unknown[]> {
  return withClients(
    jobOf(["s3://source-of-a", "s3://destination-of-b"], { runs: [] }),
    async (clients) => {
      const [a, b] = await Promise.all([clients.account("a-admin"), clients.account("b-admin")]);
      return Promise.all([
        a.userPolicies("ann"),
        a.userPolicies("bob"),
        a.userPolicies("vic"),
        a.role("Jobs").then(
          ({ arn }) => arn,
          () => "no role",
        ),
        a.vpcEndpoint(ENDPOINT),
        b.keyGrants(KEY_ARN),
        b.bucketPolicy("destination-of-b"),
        b.bucketPolicy("sealed-of-b"),
        b.keyPolicy(KEY_ARN),
      ]);
    },
  );
}
