import { expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { csvRecords } from "../../src/sync/batch/csv-records.ts";
import { type BatchJobRequest, readBatchJob } from "../../src/app/index.ts";
import { batchWay, DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
import { BATCH_ROLE } from "./batch-world.ts";
import { loadCorpus } from "../support/corpus.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { placeOf } from "../sync/run.ts";

interface WayGiven {
  readonly ends: readonly [string, string];
  readonly options?: Partial<SyncOptions>;
  readonly write?: SyncOptions["write"];
}

type WayWant = { readonly folder: string | null } | { readonly refused: string };

function wayOf({ ends: [from, to], options, write = {} }: WayGiven): WayWant {
  try {
    const ends = { source: placeOf(from), destination: placeOf(to) };
    const { folder = null } = batchWay(ends, { ...DEFAULT_SYNC_OPTIONS, ...options, write });
    return { folder };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { refused: error.message };
  }
}

test.each(loadCorpus<WayGiven, WayWant>("batch-ways"))("%s", (_, { given, want }) => {
  const expected =
    "refused" in want ? { refused: expect.stringContaining(want.refused) as string } : want;
  expect(wayOf(given)).toEqual(expected);
});

test("an access point is no bucket that a manifest can name", () => {
  const bucket = "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports";
  const ends = { source: placeOf("s3://a"), destination: { ...placeOf("s3://b"), bucket } };
  expect(() => batchWay(ends, DEFAULT_SYNC_OPTIONS)).toThrow("is an access point");
});

interface PlaceGiven {
  /** Source, destination, and where manifests go. */
  readonly places: readonly [string, string, string];
  readonly exclude?: string;
}

test.each(loadCorpus<PlaceGiven, { readonly refused: string | null }>("batch-manifests"))(
  "%s",
  (_, { given, want }) => {
    const [source, destination, manifests] = given.places;
    const { exclude } = given;
    const request: BatchJobRequest = {
      ...{ source, destination, cwd: "/", identities: { ownerProfiles: [] } },
      batch: { roleArn: BATCH_ROLE, manifests },
      options: {
        ...DEFAULT_SYNC_OPTIONS,
        filters: exclude === undefined ? [] : [{ kind: "exclude", pattern: exclude }],
      },
    };
    expect(refusalOf(request)).toEqual(
      want.refused === null ? null : (expect.stringContaining(want.refused) as string),
    );
  },
);

function refusalOf(request: BatchJobRequest): string | null {
  try {
    readBatchJob(request);
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}

test.each(loadCorpus<readonly string[], readonly (readonly string[])[]>("csv-records"))(
  "%s",
  async (_, { given, want }) => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (const text of given) yield await Promise.resolve(Buffer.from(text));
    }
    const records: (readonly string[])[] = [];
    for await (const record of csvRecords(pieces())) records.push(record);
    expect(records).toEqual(want);
  },
);

test.each([
  [
    "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Ops_0123456789abcdef",
    "Identity Center",
  ],
  ["AWSReservedSSO_Ops_0123456789abcdef", "Identity Center"],
  ["aws-service-role/replication.s3.amazonaws.com/AWSServiceRoleForX", "another service"],
])("a role that AWS keeps lets no jobs in: %s", async (name, keeper) => {
  const role = `arn:aws:iam::111111111111:role/${name}`;
  const line = ["s3://from", "s3://dest", "--on", "s3-batch", "--manifest-bucket", "s3://jobs"];
  for (const verb of ["check", "grant", "sync"]) {
    const { exit, stderr } = await sluiceInProcess([verb, ...line, "--batch-role", role]);
    expect(exit).toBe(2);
    expect(stderr).toContain(`the role is kept by ${keeper}, and its trust policy`);
    expect(stderr).toContain("name a role of your own");
  }
});
