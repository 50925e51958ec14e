import { expect, test } from "vitest";
import type { AccountReader, AccountWriter } from "../../src/access/index.ts";
import type { Clients } from "../../src/app/clients.ts";
import { readJob } from "../../src/app/job.ts";
import { type SyncReport, syncOrExplain } from "../../src/app/sync-or-explain.ts";
import { profileLabel, UsageError } from "../../src/aws/index.ts";
import { WireError } from "../../src/client/index.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const notWritten = (): Promise<never> => Promise.reject(new Error("a sync writes no policy"));

/** A user who may do what the policy says, in the account that has both buckets. */
function account(
  policy: object,
  overrides: Partial<AccountReader> = {},
): AccountReader & AccountWriter {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: policy });
  return {
    ...settingsByDefault,
    label: profileLabel("bob"),
    callerIdentity: () =>
      Promise.resolve({
        account: "111111111111",
        arn: "arn:aws:iam::111111111111:user/bob",
        userId: "AIDAEXAMPLEEXAMPLE123",
      }),
    role: notWritten,
    user: () => Promise.resolve({}),
    managedPolicy: notWritten,
    rolePolicies: () => Promise.resolve([]),
    userPolicies: () => Promise.resolve([{ name: "its", text }]),
    bucketPolicy: () => Promise.resolve(undefined),
    putBucketPolicy: notWritten,
    deleteBucketPolicy: notWritten,
    putKeyPolicy: notWritten,
    createKeyGrant: notWritten,
    revokeKeyGrant: notWritten,
    putVpcEndpointPolicy: notWritten,
    putAccessPointPolicy: notWritten,
    deleteAccessPointPolicy: notWritten,
    putRolePolicy: notWritten,
    putUserPolicy: notWritten,
    deleteRolePolicy: notWritten,
    deleteUserPolicy: notWritten,
    createRole: notWritten,
    putTrustPolicy: notWritten,
    deleteRole: notWritten,
    ...overrides,
  };
}

const EVERYTHING = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const READING = { Effect: "Allow", Action: ["s3:List*", "s3:Get*"], Resource: "*" };
const CHANGES = /^(Copy|Put|Delete|Create|Upload|Complete)/;

interface Run {
  readonly who: AccountReader & AccountWriter;
  readonly options?: Partial<SyncOptions>;
  readonly signal?: AbortSignal;
  readonly source?: string;
}

/** Two objects to copy and one to delete. */
function cloudToSync(): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of ["a", "b"]) cloud.bucket("source").seed(key, `of ${key}`);
  cloud.bucket("destination").seed("z", "old");
  return cloud;
}

async function runJob(cloud: MemoryCloud, run: Run): Promise<readonly SyncReport[]> {
  const job = readJob({
    source: run.source ?? "s3://source",
    destination: "s3://destination",
    cwd: "/nowhere",
    options: { ...DEFAULT_SYNC_OPTIONS, ...run.options },
    identities: { ownerProfiles: [] },
  });
  const [source, destination] = [cloud.bucket("source"), cloud.bucket("destination")];
  const clients: Clients = {
    source,
    destination,
    listings: [
      { side: "source", store: source, prefix: "" },
      { side: "destination", store: destination, prefix: "" },
    ],
    account: () => Promise.resolve(run.who),
    bucketOf: (_, alias) => Promise.resolve(alias),
    knowsCallers: () => Promise.resolve(true),
    surroundings: new Map(),
    close: () => Promise.resolve(),
  };
  const signal = run.signal ?? new AbortController().signal;
  const reports: SyncReport[] = [];
  for await (const report of syncOrExplain(job, clients, { check: true, signal })) {
    reports.push(report);
  }
  return reports;
}

function changesOf(cloud: MemoryCloud): readonly string[] {
  return cloud.operations().filter((operation) => CHANGES.test(operation));
}

test("a run that lacks a permission changes nothing and tells nothing but that", async () => {
  const cloud = cloudToSync();
  const slow = async (): Promise<undefined> => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return undefined;
  };
  const reports = await runJob(cloud, {
    who: account(READING, { bucketPolicy: slow }),
    options: { delete: true },
  });
  expect(reports.map(({ type }) => type)).toEqual(["refused"]);
  expect(changesOf(cloud)).toEqual([]);
  expect(cloud.running).toBe(0);
});

test("it lists while the check asks, and changes once the check has answered", async () => {
  const cloud = cloudToSync();
  const seen: (readonly string[])[] = [];
  const bucketPolicy = async (): Promise<undefined> => {
    while (cloud.calls.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    seen.push(cloud.operations());
    return undefined;
  };
  const reports = await runJob(cloud, {
    who: account(EVERYTHING, { bucketPolicy }),
    options: { delete: true },
  });
  expect(seen.flat().every((operation) => operation === "ListObjectsV2")).toBe(true);
  expect(reports.at(-1)).toMatchObject({ type: "done", exitCode: 0 });
  expect([...cloud.bucket("destination").objects.keys()].sort()).toEqual(["a", "b"]);
});

test("a service that knows of no identities holds nothing back", async () => {
  const cloud = cloudToSync();
  const callerIdentity = (): Promise<never> =>
    Promise.reject(new WireError("UnreadableAnswer", "the answer to GetCallerIdentity lacks all"));
  const reports = await runJob(cloud, { who: account(READING, { callerIdentity }) });
  expect(reports.at(-1)).toMatchObject({ type: "done", exitCode: 0 });
  expect(changesOf(cloud)).toEqual(["CopyObject", "CopyObject"]);
});

test("a fault in the check is thrown, and nothing is changed", async () => {
  const cloud = cloudToSync();
  const callerIdentity = (): Promise<never> => Promise.reject(new TypeError("a mistake"));
  await expect(runJob(cloud, { who: account(EVERYTHING, { callerIdentity }) })).rejects.toThrow(
    "a mistake",
  );
  expect(changesOf(cloud)).toEqual([]);
});

test("who stops while the check asks gets a run that was cancelled", async () => {
  const cloud = cloudToSync();
  const stop = new AbortController();
  const bucketPolicy = (): Promise<undefined> => {
    stop.abort();
    return Promise.resolve(undefined);
  };
  const reports = await runJob(cloud, {
    who: account(EVERYTHING, { bucketPolicy }),
    signal: stop.signal,
  });
  expect(reports.slice(-2)).toMatchObject([{ type: "cancelled" }, { type: "done", exitCode: 130 }]);
  expect(changesOf(cloud)).toEqual([]);
});

test("what can be no sync is said once the check has let it through", async () => {
  const cloud = cloudToSync();
  await expect(
    runJob(cloud, { who: account(EVERYTHING), source: "/nowhere/at/all" }),
  ).rejects.toThrow(UsageError);
});
