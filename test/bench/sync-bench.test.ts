import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles, makeTree, readFileSample } from "../../bench/sync/cases/file-tree.ts";
import { expectSameObjects, samplesOf } from "../../bench/sync/cases/samples.ts";
import { noOpCase } from "../../bench/sync/cases/no-op.ts";
import { figureOf, judge } from "../../bench/sync/judge.ts";
import { measureCommand } from "../../bench/sync/measure-command.ts";
import { readOptions, type Surroundings, USAGE } from "../../bench/sync/options.ts";
import { closingLine, tableOf } from "../../bench/sync/report.ts";
import type { Entry, Sample, ScenarioResult } from "../../bench/sync/result.ts";
import { summaryOf } from "../../bench/sync/result.ts";
import {
  ALL_SCENARIOS,
  parseScenario,
  QUICK_SCENARIOS,
  type Scenario,
} from "../../bench/sync/scenario.ts";

const NOWHERE: Surroundings = { env: {}, sourceAtHand: undefined };

function scenario(name: string): Scenario {
  const parsed = parseScenario(name);
  if (parsed === undefined) throw new Error(`no case \`${name}\``);
  return parsed;
}

function sample(seconds: number, more: Partial<Sample> = {}): Sample {
  return {
    seconds,
    cpuSeconds: undefined,
    peakMb: undefined,
    serverCpuSeconds: undefined,
    operations: undefined,
    ...more,
  };
}

function entry(name: string, settings: "default" | "tuned", samples: readonly Sample[]): Entry {
  const family = name.split(" ")[0] ?? name;
  return { tool: { name, family, settings }, outcome: { kind: "measured", samples } };
}

describe("what bench:sync is asked for", () => {
  test("every case of the lists is one", () => {
    for (const name of [...ALL_SCENARIOS, ...QUICK_SCENARIOS]) {
      expect(parseScenario(name)?.name, name).toBe(name);
    }
  });

  test("a case says how much, how far away and whether through TLS", () => {
    expect(scenario("noop1m@30/https")).toEqual({
      name: "noop1m@30/https",
      kind: "noop",
      objects: 1_000_000,
      bytesEach: 10_240,
      place: { latencyMs: 30, connectionMbps: 0, copyMbps: 0 },
      https: true,
    });
    expect(scenario("copy1g@s3")).toMatchObject({
      objects: 1,
      bytesEach: 2 ** 30,
      place: { latencyMs: 30, connectionMbps: 90, copyMbps: 100 },
    });
  });

  test.each(["copy10k", "copy0@0", "move10k@0", "copy10k@31", "copy10k@0/http", "constructor"])(
    "%s is no case",
    (name) => {
      expect(parseScenario(name)).toBeUndefined();
      expect(readOptions(["--cases", name], NOWHERE)).toBe(
        `\`${name}\` is no case; one is e.g. \`copy10k@30/https\``,
      );
    },
  );

  test("all cases three times against all peers, on the stand-in whose source is at hand, by default", () => {
    const options = readOptions([], { env: {}, sourceAtHand: "beside" });
    expect(options).toMatchObject({
      server: { kind: "source", directory: "beside" },
      runs: 3,
      peers: undefined,
      capSeconds: 120,
    });
    expect(options).toHaveProperty("scenarios.length", ALL_SCENARIOS.length);
  });

  test.each<[readonly string[], Surroundings["env"], object]>([
    [[], {}, { kind: "lab" }],
    [["--server", "http://127.0.0.1:9100"], {}, { kind: "url", url: "http://127.0.0.1:9100" }],
    [["--server", "lab"], { SLUICE_BENCH_SERVER: "/opt/bed" }, { kind: "lab" }],
    [["--server-binary", "bed"], {}, { kind: "binary", file: "bed" }],
    [["--server-source", "src"], {}, { kind: "source", directory: "src" }],
    [[], { SLUICE_BENCH_SERVER: "/opt/bed" }, { kind: "binary", file: "/opt/bed" }],
    [[], { SLUICE_BENCH_SERVER: "http://h:1" }, { kind: "url", url: "http://h:1" }],
    [["--server-binary", "bed"], { SLUICE_BENCH_SERVER: "x" }, { kind: "binary", file: "bed" }],
  ])("with %j and %j the server is %j", (words, env, server) => {
    expect(readOptions(words, { env, sourceAtHand: undefined })).toMatchObject({ server });
  });

  test("--quick is smaller cases, once, against two peers, unless said otherwise", () => {
    const names = (options: ReturnType<typeof readOptions>): unknown =>
      typeof options === "string" ? options : options.scenarios.map(({ name }) => name);
    const quick = readOptions(["--quick"], NOWHERE);
    expect(quick).toMatchObject({ runs: 1, peers: ["aws v1", "aws v2", "rclone tuned"] });
    expect(names(quick)).toEqual(QUICK_SCENARIOS);
    expect(readOptions(["--quick", "--runs", "2", "--peers", "none"], NOWHERE)).toMatchObject({
      runs: 2,
      peers: ["none"],
    });
  });

  test("what makes no sense is said", () => {
    expect(readOptions(["--runs", "0"], NOWHERE)).toBe("`--runs` must be a whole number from 1");
    expect(readOptions(["--cap", "soon"], NOWHERE)).toBe("`--cap` must be seconds above 0");
    expect(readOptions(["--slow"], NOWHERE)).toContain("--slow");
    expect(readOptions(["--help"], NOWHERE)).toBe(USAGE);
  });
});

describe("what is made of runs", () => {
  test("the middle of each measure, and the most of memory", () => {
    const samples = [
      sample(3, { cpuSeconds: 1, peakMb: 90 }),
      sample(1, { cpuSeconds: 3, peakMb: 120 }),
      sample(2, { cpuSeconds: 2, peakMb: 100, operations: { GetObject: 1 } }),
    ];
    expect(summaryOf(samples)).toMatchObject({ seconds: 2, cpuSeconds: 2, peakMb: 120 });
    expect(summaryOf([sample(1)]).peakMb).toBeUndefined();
  });

  test.each([
    [["at least", 20], 20, true],
    [["at least", 20], 19.9, false],
    [["at most", 3], 3, true],
    [["at most", 3], 3.1, false],
  ] as const)("that %j is wanted and %d measured is met: %s", (bound, measured, met) => {
    const wanted = bound.join(" ");
    expect(figureOf("it", bound, measured)).toEqual({ name: "it", measured, wanted, met });
  });

  test("what was not measured is not met", () => {
    expect(figureOf("it", ["at least", 1], undefined)).toMatchObject({
      measured: null,
      met: false,
    });
  });

  const cold: ScenarioResult = {
    scenario: scenario("copy10k@30"),
    entries: [
      entry("sluice", "default", [
        sample(2, {
          cpuSeconds: 0.5,
          peakMb: 110,
          operations: { ListObjectsV2: 12, CopyObject: 10_000, HeadObject: 100, BucketConfig: 1 },
        }),
      ]),
      entry("aws v1", "default", [sample(38)]),
      entry("aws v1 tuned", "tuned", [sample(28)]),
      entry("rclone tuned", "tuned", [sample(4.2)]),
      {
        tool: { name: "s3cmd", family: "s3cmd", settings: "default" },
        outcome: { kind: "capped", seconds: 120 },
      },
      {
        tool: { name: "s5cmd", family: "s5cmd", settings: "default" },
        outcome: { kind: "failed", reason: "it listed nothing" },
      },
    ],
  };

  test("aws counts by its defaults, the best peer at its best settings, and starting not at all", () => {
    expect(judge([cold], 0.3)).toEqual([
      {
        name: "copy10k@30 times as fast as aws",
        measured: 19,
        wanted: "at least 20",
        met: false,
      },
      {
        name: "copy10k@30 times as fast as the best peer",
        measured: 2.1,
        wanted: "at least 2",
        met: true,
      },
      { name: "copy10k@30 requests an object", measured: 1.01, wanted: "at most 1", met: false },
      { name: "copy10k@30 peak MB", measured: 110, wanted: "at most 200", met: true },
      { name: "copy10k@30 CPU µs a copy", measured: 20, wanted: "at most 25", met: true },
    ]);
  });

  test("through TLS and in other sizes, ratios are only told", () => {
    const through = { ...cold, scenario: scenario("copy10k@0/https") };
    const smaller = { ...cold, scenario: scenario("copy2k@30") };
    const bounds = [through, smaller].map((result) =>
      judge([result], 0)
        .filter(({ wanted }) => wanted !== undefined)
        .map(({ name }) => name.split(" ").slice(1).join(" ")),
    );
    expect(bounds).toEqual([["peak MB", "CPU µs a copy"], ["peak MB"]]);
  });

  test("a run of ours that failed meets nothing", () => {
    const failed: ScenarioResult = {
      ...cold,
      entries: cold.entries.map((one) =>
        one.tool.family === "sluice"
          ? { ...one, outcome: { kind: "failed", reason: "it copied 9,999" } }
          : one,
      ),
    };
    expect(judge([failed], 0).map(({ met }) => met)).toEqual([false, false, false, false, false]);
    expect(tableOf(failed).join("\n")).toContain("failed: it copied 9,999");
  });

  test("what this server cannot show has no figures, and counts as unmeasured", () => {
    const skipped = { ...cold, entries: [], skipped: "only the stand-in can" };
    expect(judge([skipped], 0)).toEqual([]);
    expect(tableOf(skipped)).toEqual(["copy10k@30: not measured: only the stand-in can", ""]);
    expect(JSON.parse(closingLine([skipped], [], "a machine"))).toMatchObject({
      ok: false,
      unmeasured: ALL_SCENARIOS,
    });
  });

  test("the last line is not ok while a case is missing", () => {
    const line = JSON.parse(closingLine([cold], judge([cold], 0.3), "a machine")) as {
      ok: boolean;
      missed: readonly string[];
      unmeasured: readonly string[];
    };
    expect(line).toMatchObject({ bench: "sync", ok: false });
    expect(line.missed).toEqual([
      "copy10k@30 times as fast as aws",
      "copy10k@30 requests an object",
    ]);
    expect(line.unmeasured).toEqual(ALL_SCENARIOS.filter((name) => name !== "copy10k@30"));
  });
});

describe("whether the work was done", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sluice-bench-test-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("a tree is made once, and listed as a bucket would list it", async () => {
    const tree = await makeTree(folder, { objects: 1001, bytesEach: 10 });
    expect(await makeTree(folder, { objects: 1001, bytesEach: 10 })).toBe(tree);
    const files = await listFiles(tree);
    expect(files).toHaveLength(1001);
    expect(files).toContainEqual({ key: "dir-000001/file-000000.bin", size: 10 });
    const [last] = samplesOf([{ key: "dir-000001/file-000000.bin", size: 10 }]);
    expect(last).toBeDefined();
    expect(await readFileSample(tree, { key: last?.key ?? "", from: 3, to: 10 })).toHaveLength(7);
  });

  test("samples reach from the first to the last byte of one object, and of many", () => {
    const of = samplesOf([{ key: "k", size: 2 ** 30 }]);
    expect(of).toHaveLength(20);
    expect(of[0]?.from).toBe(0);
    expect(of.at(-1)?.to).toBeGreaterThan(2 ** 30 - 2);
    const many = Array.from({ length: 500 }, (_, i) => ({ key: `k${i}`, size: 7 }));
    const keys = samplesOf(many).map(({ key }) => key);
    expect([keys.length, keys[0], keys.at(-1)]).toEqual([20, "k0", "k499"]);
    expect(samplesOf([])).toEqual([]);
  });

  test.each([
    [[{ key: "a", size: 1 }], "1 objects are there, not 2"],
    [
      [
        { key: "a", size: 1 },
        { key: "b", size: 3 },
      ],
      "`b` has 3 bytes, or no source",
    ],
    [
      [
        { key: "a", size: 1 },
        { key: "c", size: 2 },
      ],
      "`c` has 2 bytes, or no source",
    ],
  ])("a destination of %j is not what the source is", (found, words) => {
    const wanted = [
      { key: "a", size: 1 },
      { key: "b", size: 2 },
    ];
    expect(() => {
      expectSameObjects(wanted, found);
    }).toThrow(words);
    expect(() => {
      expectSameObjects(wanted, wanted);
    }).not.toThrow();
  });

  test.each([
    [{ ListObjectsV2: 20 }, 20_000, undefined],
    [{ ListObjectsV2: 20, CopyObject: 1 }, 20_000, "it asked for 1 CopyObject"],
    [{ ListObjectsV2: 10 }, 10_000, "it listed 10000 keys of 20000"],
  ])("a no-op that asked for %j and listed %d is refused: %s", async (operations, keys, words) => {
    const ground = { scenario: scenario("noop10k@0") } as Parameters<typeof noOpCase.verify>[0];
    const counts = { operations, keysListed: keys, cpuSeconds: 0 };
    const transfer = {
      source: { kind: "bucket", bucket: "a" },
      destination: { kind: "bucket", bucket: "b" },
    } as const;
    const said = await noOpCase.verify(ground, { transfer, counts, bytes: "kept" }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
    expect(said).toBe(words);
  });
});

describe("how a command's life is measured", () => {
  const env = { PATH: process.env["PATH"] ?? "" };

  test("its end, its output, and the memory of its children too", async () => {
    const child = "Buffer.alloc(96 * 2 ** 20, 1); setTimeout(() => {}, 400)";
    const parent = `console.log("words"); require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(child)}])`;
    const life = await measureCommand({ words: [process.execPath, "-e", parent], env }, 60);
    expect(life).toMatchObject({ exitCode: 0, output: "words\n", capped: false });
    expect(life.seconds).toBeGreaterThan(0.4);
    expect(life.peakMb ?? Infinity).toBeGreaterThan(130);
    expect(life.cpuSeconds ?? 1).toBeGreaterThan(0);
  });

  test("one that goes on is stopped", async () => {
    const words = [process.execPath, "-e", "setTimeout(() => {}, 60_000)"] as const;
    const life = await measureCommand({ words, env }, 0.5);
    expect(life).toMatchObject({ capped: true, exitCode: null });
    expect(life.seconds).toBeLessThan(30);
  });

  test("one that is not there is told", async () => {
    await expect(measureCommand({ words: ["no-such-tool-at-all"], env }, 5)).rejects.toThrow(
      "ENOENT",
    );
  });
});
