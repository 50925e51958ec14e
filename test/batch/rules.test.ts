import { expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { csvRecords } from "../../src/sync/batch/csv-records.ts";
import { batchWay, DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
import { loadCorpus } from "../support/corpus.ts";
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
