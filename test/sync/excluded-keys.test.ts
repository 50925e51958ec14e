import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareUtf8 } from "../../src/aws/index.ts";
import { ExcludedKeys } from "../../src/sync/listing/excluded-keys.ts";
import { keyFilter } from "../../src/sync/listing/filter.ts";
import type { Filter, SyncOptions } from "../../src/sync/options.ts";
import { loadCorpus } from "../support/corpus.ts";
import { MemoryCloud } from "../support/memory-bucket.ts";
import { listed } from "./listing/listed-keys.ts";
import { sync, temporaryDirectory } from "./run.ts";

function filtersIn(texts: readonly string[]): readonly Filter[] {
  return texts.map((text) => ({
    kind: text.startsWith("include") ? "include" : "exclude",
    pattern: text.slice("include ".length),
  }));
}

interface Given {
  readonly filters: readonly string[];
}

interface Want {
  readonly excluded: readonly string[];
  readonly listed: readonly string[];
}

test.each(loadCorpus<Given, Want>("excluded-keys"))("%s", (_name, { given, want }) => {
  const excluded = new ExcludedKeys(filtersIn(given.filters));
  const isExcluded = (prefix: string): boolean => excluded.hasAllUnder(prefix);
  const all = [...want.excluded, ...want.listed].sort(compareUtf8);
  expect(all.filter(isExcluded)).toEqual([...want.excluded].sort(compareUtf8));
});

const piece = fc.constantFrom("a", "b", "/", "?", "*", "[ab]", "[!a]", "😀");
const filter = fc
  .tuple(fc.constantFrom("include ", "exclude "), fc.array(piece, { minLength: 1, maxLength: 5 }))
  .map(([kind, pieces]) => kind + pieces.join(""));
const key = fc
  .array(fc.constantFrom("a", "b", "/", "～", "😀"), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join(""));

/** Where what is left out ends at a guess that no answer has borne out. */
const AT_GUESSES: [string[], string[], { startAfter: "ignored"; every: number }][] = [
  [
    ["exclude *", "include /*"],
    "a /aa /a // /ab /ba //a / /～ /😀 /b a/a 😀/a /a/ //b b/a aa/a ～/a a😀/".split(" "),
    { startAfter: "ignored", every: 1 },
  ],
  [
    ["exclude b*"],
    "/ 😀/a /a /～ aa/a /b /aa /～a a/a ～a/a // b/ /ba /aaa ～/a a aa ～b/ a～".split(" "),
    { startAfter: "ignored", every: 2 },
  ],
];

test("all that takes part is listed, whatever is left out, and whatever the service can do", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(filter, { maxLength: 4 }),
      fc.uniqueArray(key, { maxLength: 80, size: "max" }),
      fc.record({
        startAfter: fc.constantFrom("works", "ignored", "refused"),
        every: fc.integer({ min: 1, max: 4 }),
      }),
      async (texts, keys, { startAfter, every }) => {
        const filters = filtersIn(texts);
        const excluded = new ExcludedKeys(filters);
        const isEmpty = (at: number): boolean => at % every === 1;
        const bucket = { keys, pageSize: 3, startAfter, isEmpty };
        const found = await listed(bucket, { skipFrom: (at) => excluded.skipFrom(at) });
        const takesPart = keyFilter(filters);
        expect(found.keys.filter(takesPart)).toEqual(keys.filter(takesPart).sort(compareUtf8));
      },
    ),
    { numRuns: 400, examples: AT_GUESSES },
  );
});

test.each(["works", "ignored"] as const)(
  "a page of nothing ends no jump: start-after %s",
  async (startAfter) => {
    const keys = ["a1", "a2", "b0", "b1", "c0", "c1", "d1"];
    const excluded = new ExcludedKeys(filtersIn(["exclude b*", "exclude c*"]));
    const bucket = { keys, pageSize: 2, startAfter, isEmpty: (at: number) => at % 2 === 1 };
    const found = await listed(bucket, { skipFrom: (at) => excluded.skipFrom(at), width: 1 });
    expect(found.keys.filter((one) => /[ad]/.test(one))).toEqual(["a1", "a2", "d1"]);
    expect(found.requests).toBeLessThan(20);
  },
);

describe("list requests of a sync", () => {
  const PAGE = 10;

  /** A hundred pages of logs, one of keys before and one of keys behind. */
  function cloudOfLogs(): MemoryCloud {
    const cloud = new MemoryCloud();
    for (let i = 0; i < 100 * PAGE; i++) cloud.bucket("from").seed(`logs/${1000 + i}`, "log");
    for (const key of ["a/1", "a/2", "z/1", "z/2"]) cloud.bucket("from").seed(key, key);
    return cloud;
  }

  async function requestsOf(options: Partial<SyncOptions>): Promise<readonly [number, string[]]> {
    const cloud = cloudOfLogs();
    const { exitCode } = await sync(cloud, ["s3://from", "s3://to"], {
      pageSize: PAGE,
      ...options,
    });
    expect(exitCode).toBe(0);
    const lists = cloud.operations().filter((operation) => operation === "ListObjectsV2").length;
    // One of them is the destination's.
    return [lists - 1, [...cloud.bucket("to").keys()]];
  }

  test.each([
    ["an excluded prefix is passed over", ["exclude logs/*"], 2, ["a/1", "a/2", "z/1", "z/2"]],
    ["a prefix need not end in a slash", ["exclude log*"], 2, ["a/1", "a/2", "z/1", "z/2"]],
    ["what is not included is not listed", ["exclude *", "include z/*"], 1, ["z/1", "z/2"]],
    ["one key of many", ["exclude *", "include logs/1500"], 1, ["logs/1500"]],
    [
      "an include inside opens the prefix",
      ["exclude logs/*", "include *9/nothing"],
      101,
      ["a/1", "a/2", "z/1", "z/2"],
    ],
    ["everything, but for a look at whether the bucket is there", ["exclude *"], 1, []],
  ])("%s", async (_name, texts, ...want) => {
    expect(await requestsOf({ filters: filtersIn(texts) })).toEqual(want);
  });
});

describe("files under a directory", () => {
  function treeOf(...files: readonly string[]): string {
    const root = temporaryDirectory();
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), file);
    }
    return root;
  }

  test("an excluded directory is not walked into, so nothing in it is warned of", async () => {
    const root = treeOf("kept", "logs/1");
    symlinkSync("nowhere", join(root, "logs", "broken"));
    const cloud = new MemoryCloud();
    const filters = filtersIn(["exclude *", "include kept"]);
    const { exitCode, lines } = await sync(cloud, [root, "s3://to"], { filters });
    expect([exitCode, lines.length, cloud.bucket("to").keys()]).toEqual([0, 1, ["kept"]]);
  });

  test.each(["/*", "/l?gs/*"])(
    "an absolute pattern excludes with the root in front: %s",
    async (tail) => {
      const root = treeOf("logs/1", "logs/2");
      const cloud = new MemoryCloud();
      cloud.bucket("b").seed("logs/old", "old");
      const filters = filtersIn([`exclude ${root}${tail}`]);
      await sync(cloud, [root, "s3://b"], { filters, delete: true, allowEmptySource: true });
      expect(cloud.bucket("b").keys()).toEqual(["logs/old"]);
      const down = await sync(cloud, ["s3://b", root], { filters, delete: true });
      expect(down.lines).toEqual([]);
    },
  );

  test("an absolute pattern of another directory matches nothing", async () => {
    const root = treeOf("logs/1");
    const cloud = new MemoryCloud();
    await sync(cloud, [root, "s3://b"], { filters: filtersIn(["exclude /elsewhere/*"]) });
    expect(cloud.bucket("b").keys()).toEqual(["logs/1"]);
  });
});
