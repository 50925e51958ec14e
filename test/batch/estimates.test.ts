import { expect, test } from "vitest";
import { EngineCounter } from "../../src/sync/plan/engine-estimates.ts";
import { requestsOf } from "../../src/sync/plan/plan-requests.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";

const MIB = 1024 ** 2;

/** What both engines take for so many copies of each size, beside a dollar for lists. */
function estimatesOf(sizes: readonly number[]): ReturnType<EngineCounter["estimates"]> {
  const counter = new EngineCounter();
  let dollars = 1;
  for (const size of sizes) {
    const source = { key: "k", size, modifiedMs: 0 };
    const change = { kind: "copy", key: "k", source, reason: "absent" } as const;
    const requests = requestsOf(change, DEFAULT_SYNC_OPTIONS);
    counter.add(change, requests);
    const heads = requests.HeadObject ?? 0;
    const all = Object.values(requests).reduce((sum, count) => sum + count, 0);
    const tags = requests.GetObjectTagging ?? 0;
    dollars += (all - heads - tags) * 0.000005 + (heads + tags) * 0.0000004;
  }
  return counter.estimates(dollars);
}

test("small objects cost a request each with both engines, and jobs their fees", () => {
  const [run, batch] = estimatesOf(Array.from({ length: 7_000 }, () => 1)) ?? [];
  expect(run).toMatchObject({ engine: "run", jobs: 0, leastSeconds: 2 });
  expect(run?.dollars).toBeCloseTo(1 + 0.035, 6);
  expect(batch).toMatchObject({ engine: "s3-batch", jobs: 1, leastSeconds: 2 });
  expect(batch?.dollars).toBeCloseTo(1 + 0.035 + 0.25 + 0.007, 6);
});

test("what a run copies in parts is one request for a job", () => {
  const [run, batch] = estimatesOf(Array.from({ length: 1_000 }, () => 80 * MIB)) ?? [];
  expect(run?.dollars).toBeGreaterThan(1 + 0.06);
  expect(batch?.dollars).toBeCloseTo(1 + 0.005 + 0.25 + 0.001, 6);
});

test("what is too large for jobs costs what it costs the run, and no job", () => {
  const [run, batch] = estimatesOf([5_000_000_001]) ?? [];
  expect(batch?.jobs).toBe(0);
  expect(batch?.dollars).toBeCloseTo(run?.dollars ?? 0, 6);
});

test("what jobs do not do stays as the run does it", () => {
  const counter = new EngineCounter();
  const sizes = [1, 80 * MIB, 5_000_000_001];
  const own = sizes.map((size) => {
    const source = { key: "k", size, modifiedMs: 0 };
    const change = { kind: "copy", key: "k", source, reason: "absent" } as const;
    const requests = requestsOf(change, DEFAULT_SYNC_OPTIONS);
    counter.add(change, requests);
    return requests;
  });
  const all = {
    ListObjectsV2: 2,
    CopyObject: 1,
    UploadPartCopy: 10 + (own[2]?.UploadPartCopy ?? 0),
  };
  const ends = { HeadObject: 2, GetObjectTagging: 2 };
  const uploads = { CreateMultipartUpload: 2, CompleteMultipartUpload: 2 };
  expect(counter.withJobs({ ...all, ...ends, ...uploads })).toEqual({
    ...own[2],
    CopyObject: 2,
    ListObjectsV2: 2,
  });
});

test("without copies there is nothing to compare", () => {
  expect(estimatesOf([])).toBeUndefined();
});
