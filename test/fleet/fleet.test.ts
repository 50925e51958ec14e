import { expect, test } from "vitest";
import { forgetRun, leadWatched, workOnFleet } from "../../src/fleet/index.ts";
import { refusal } from "../support/memory-bucket.ts";
import { type FleetOutcome, rangeRunner, workWith } from "./in-process.ts";
import { COPIED, KEYS, opened, stage, type Stage } from "./stage.ts";

test("a fleet copies all that one machine would, each object once, and tells of each", async () => {
  const { cloud, board, run } = stage(KEYS);
  const { exitCode, counts, types } = await run();
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect(cloud.operations().filter((each) => each === "CopyObject")).toHaveLength(1_000);
  expect({ exitCode, transferred: types["transferred"], counts }).toMatchObject({
    exitCode: 0,
    transferred: 1_000,
    counts: { transferred: 1_000, failed: 0, sourceEntries: 1_000 },
  });
  expect(board.served).toBeGreaterThan(2);
  expect([board.unfinished.size, board.open.size, board.results.size]).toEqual([0, 0, 0]);
});

test("workers that die lose nothing, and nothing is copied twice", async () => {
  const { cloud, board, run } = stage(KEYS);
  let begun = 0;
  board.kills = () => begun++ % 2 === 0;
  const { exitCode } = await run();
  expect(exitCode).toBe(0);
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect(cloud.operations().filter((each) => each === "CopyObject")).toHaveLength(1_000);
});

test("a coordinator that dies anywhere is followed by one that goes on", async () => {
  const { cloud, board, run } = stage(KEYS);
  let turns = 0;
  board.beforeTurn = () => {
    turns++;
    if (turns % 3 === 0) throw new Error("killed");
  };
  let last: FleetOutcome | undefined;
  for (let lives = 0; last?.exitCode === undefined && lives < 200; lives++) {
    const goesOnWith = (await board.runs())[0]?.id;
    last = await run({}, { goesOnWith }).catch((): undefined => undefined);
  }
  expect(last).toMatchObject({ exitCode: 0 });
  expect(last?.events.filter(({ type }) => type === "resumed")).toHaveLength(1);
  expect(last?.counts?.sourceEntries).toBeLessThan(1_000);
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
});

test("two processes do not lead one run", async () => {
  const { board, run } = stage([]);
  await board.claim("the job");
  await expect(run()).rejects.toThrow("another process leads one of the same command");
});

test("nothing is deleted before everything is copied, and then as much as was counted", async () => {
  const { cloud, run } = stage(KEYS);
  for (let at = 0; at < 100; at++) cloud.bucket("to").seed(`in/d${at % 5}/old-${at}`, "x");
  const { exitCode, counts } = await run({ delete: true });
  expect({ exitCode, counts }).toMatchObject({
    exitCode: 0,
    counts: { transferred: 1_000, deleted: 100, sourceEntries: 1_000, destinationEntries: 100 },
  });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  const operations = cloud.operations();
  expect(operations.indexOf("DeleteObjects")).toBeGreaterThan(operations.lastIndexOf("CopyObject"));
});

test("too many deletions are refused for the whole, although no range has so many", async () => {
  const { cloud, run } = stage(KEYS);
  for (let at = 0; at < 100; at++) cloud.bucket("to").seed(`in/d${at % 5}/old-${at}`, "x");
  const { exitCode, events } = await run({ delete: true, maxDelete: 99 });
  expect(exitCode).toBe(2);
  expect(events.find(({ type }) => type === "fatal")).toMatchObject({
    error: { message: expect.stringContaining("refused to delete 100 of 100") as string },
  });
  expect(cloud.bucket("to").keys()).toHaveLength(1_100);
});

test("a source without anything empties no destination", async () => {
  const { cloud, run } = stage([]);
  cloud.bucket("to").seed("in/a", "x");
  const { exitCode, events } = await run({ delete: true });
  expect(exitCode).toBe(2);
  expect(events.find(({ type }) => type === "fatal")).toMatchObject({
    error: { message: expect.stringContaining("is empty") as string },
  });
  expect(cloud.bucket("to").keys()).toEqual(["in/a"]);
});

test("nor does one of which the filters leave nothing", async () => {
  const { cloud, run } = stage(KEYS);
  cloud.bucket("to").seed("in/a.jpg", "x");
  const filters = [
    { kind: "exclude", pattern: "*" },
    { kind: "include", pattern: "*.jpg" },
  ] as const;
  const { exitCode, events } = await run({ delete: true, filters });
  expect(exitCode).toBe(2);
  expect(events.find(({ type }) => type === "fatal")).toMatchObject({
    error: { message: expect.stringContaining("the filters leave nothing") as string },
  });
  expect(cloud.bucket("to").keys()).toEqual(["in/a.jpg"]);
});

test("nothing is deleted where a key failed, however far from it", async () => {
  const { cloud, run } = stage(KEYS);
  cloud.bucket("to").seed("in/zzz", "x");
  cloud.fault = ({ operation, key }) =>
    operation === "CopyObject" && key === "in/d0/00005" ? refusal("CopyObject") : undefined;
  const { exitCode, events, counts } = await run({ delete: true });
  expect({ exitCode, counts }).toMatchObject({ exitCode: 1, counts: { failed: 1, deleted: 0 } });
  expect(events.find(({ type }) => type === "deletionsHeldBack")).toMatchObject({
    deletions: 1,
    failed: 1,
  });
  expect(events.find(({ type }) => type === "failed")).toMatchObject({
    error: { name: "AwsError", detail: { code: "AccessDenied" } },
    from: { kind: "s3", bucket: "from", key: "d0/00005" },
  });
});

test("a range that always fails is given up, the others are done, and it is done when asked for", async () => {
  const { cloud, board, run } = stage(KEYS);
  let isPoisoned = true;
  const isIn = (after: string | undefined): boolean => (after ?? "") >= "d3";
  const tries = new Map<string, number>();
  // Whoever takes it up is killed.
  board.kills = ({ id, span }) => {
    if (!isPoisoned || !isIn(span.after)) return false;
    tries.set(id, (tries.get(id) ?? 0) + 1);
    return (tries.get(id) ?? 0) <= 5;
  };
  const first = await run();
  expect({ exitCode: first.exitCode, failed: first.types["failed"] }).toEqual({
    exitCode: 1,
    failed: first.counts?.failed,
  });
  expect(first.counts?.failed).toBeGreaterThan(0);
  expect(first.events.find(({ type }) => type === "failed")).toMatchObject({
    error: {
      message: expect.stringMatching(
        /^keys after `d[^`]*`.* were given up after 5 tries/,
      ) as string,
    },
  });
  isPoisoned = false;
  const copies = (): number => cloud.operations().filter((each) => each === "CopyObject").length;
  const [listed, copied] = [cloud.operations().length, copies()];
  const again = await run({}, { onlyFailed: true });
  expect(again).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect([listed > 0, copies() - copied]).toEqual([true, 1_000 - copied]);
  await expect(run({}, { onlyFailed: true })).rejects.toThrow("none did in the last run");
});

test("whoever stops the coordinator stops the run, and can go on with it", async () => {
  const { cloud, board, run } = stage(KEYS);
  const interrupted = new AbortController();
  board.beforeTurn = () => {
    if (board.served > 2) interrupted.abort();
  };
  const stopped = await run({}, { signal: interrupted.signal });
  expect(stopped.exitCode).toBe(130);
  expect(stopped.events.slice(-3).map(({ type }) => type)).toEqual([
    "cancelled",
    "resumable",
    "done",
  ]);
  board.beforeTurn = () => undefined;
  const [stoppedRun] = await board.runs();
  expect(stopped.events.at(-2)).toMatchObject({ type: "resumable", run: stoppedRun?.id });
  expect(await run({}, { goesOnWith: stoppedRun?.id })).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  const copies = cloud.operations().filter((each) => each === "CopyObject");
  expect([copies.length, (await board.runs()).length]).toEqual([1_000, 0]);
});

test("a worker of another version is said before work starts", async () => {
  const { board, run } = stage([], 0);
  board.alive.set("w", { id: "w", version: "9.9.9" });
  await expect(run()).rejects.toThrow("cannot work with sluice 9.9.9");
});

test("a worker leaves a run of another version to others, says so once, and goes on with other runs", async () => {
  const { cloud, board, run } = stage(KEYS, 0);
  await board.offer([await opened(board, { version: "9.9.9" })]);
  const stop = new AbortController();
  const told: string[] = [];
  const working = workOnFleet({
    ...workWith(board, rangeRunner(cloud), stop.signal),
    tellFault: ({ message }) => told.push(message),
  });
  // Redis keeps each run's ranges apart; this board does not.
  board.openCount = () =>
    Promise.resolve(board.open.all.filter(([, task]) => task.run !== "r").length);
  expect(await run()).toMatchObject({ exitCode: 0 });
  stop.abort();
  await working;
  expect(told).toEqual([
    "cannot work with sluice 9.9.9: this is 1; run the same version everywhere",
  ]);
  expect([board.results.size, board.tries.get("r-1")]).toEqual([0, expect.anything()]);
});

test("a run of another version is not gone on with", async () => {
  const { board, run } = stage([], 0);
  await opened(board, { version: "9.9.9" });
  await expect(run({}, { goesOnWith: "r" })).rejects.toThrow("cannot work with sluice 9.9.9");
  await expect(run({}, { goesOnWith: "x" })).rejects.toThrow("cannot resume run `x`");
});

test("the command alone begins anew beside a run that was stopped, also one of failed ranges", async () => {
  const { cloud, board, run } = stage(KEYS);
  await opened(board, { job: "the job", onlyFailed: true });
  board.open.delete("r-1");
  expect(await run()).toMatchObject({ exitCode: 0, counts: { sourceEntries: 1_000 } });
  expect(cloud.bucket("to").keys()).toEqual(COPIED);
  expect((await board.runs()).map(({ id }) => id)).toEqual(["r"]);
});

test("whoever goes on with a run has others act from then on, at another speed", async () => {
  const { board, run } = stage([], 0);
  await opened(board, { order: "old" });
  const stop = new AbortController();
  board.beforeTurn = () => {
    stop.abort();
  };
  await run({ maxConcurrentRequests: 3 }, { goesOnWith: "r", signal: stop.signal });
  expect(board.unfinished.get("r")?.order).toMatchObject({ maxConcurrentRequests: 3 });
});

test.each([["at once"], ["after some ranges"]])(
  "who has lost the lead stops %s, says so, and changes nothing any more",
  async (when) => {
    const { board, run } = stage(KEYS);
    let turns = when === "at once" ? 3 : 0;
    let kept = "";
    board.beforeTurn = () => {
      board.isLedElsewhere = ++turns > 3;
      kept = board.isLedElsewhere ? kept || JSON.stringify(board.unfinished.all) : "";
    };
    await expect(run()).rejects.toThrow("another one has taken the lead");
    expect([JSON.stringify(board.unfinished.all) === kept, board.failed.size]).toEqual([true, 0]);
  },
);

/** A board on which the range of all keys has failed in the run before. */
function afterFailure(): Stage {
  const staged = stage([]);
  staged.board.failed.set("the job", [{ after: "b", through: "z" }]);
  staged.cloud.bucket("to").seed("in/c", "x");
  return staged;
}

test("failed ranges may well be empty at the source: they are not the whole", async () => {
  const { cloud, run } = afterFailure();
  const { exitCode, counts } = await run({ delete: true }, { onlyFailed: true });
  expect({ exitCode, deleted: counts?.deleted }).toEqual({ exitCode: 0, deleted: 1 });
  expect(cloud.bucket("to").keys()).toEqual([]);
});

test("nothing is deleted where a range was given up, also as the AWS CLI would", async () => {
  const { cloud, board, run } = stage(KEYS);
  cloud.bucket("to").seed("in/zzz", "x");
  let [poisoned, tries] = ["", 0];
  board.kills = ({ id, span }) => {
    if (poisoned === "" && span.after !== undefined) poisoned = id;
    return id === poisoned && ++tries <= 5;
  };
  const { exitCode, events } = await run({ delete: true, awsCompat: true });
  expect({ exitCode, kept: cloud.bucket("to").keys().includes("in/zzz") }).toEqual({
    exitCode: 1,
    kept: true,
  });
  expect(events.some(({ type }) => type === "deletionsHeldBack")).toBe(true);
});

test("what workers have in hand is told before their ranges are over", async () => {
  const { board, run } = stage(KEYS);
  board.told.push({ objects: 7, bytes: 70, totalObjects: 9, totalBytes: 90 });
  const { events } = await run();
  expect(events.find(({ type }) => type === "progress")).toEqual({
    ...{ type: "progress", objects: 7, bytes: 70, totalObjects: 9, totalBytes: 90 },
    totalIsFinal: false,
  });
});

test("a run that somebody leads is not forgotten, and one that nobody leads is, with its failed ranges kept", async () => {
  const { board } = stage([], 0);
  const task = await opened(board, { failed: [{ after: "f" }] });
  await board.offer([task]);
  await board.claim("j");
  await expect(forgetRun(board, "r")).rejects.toThrow("another process leads one");
  await board.release("j");
  expect(await forgetRun(board, "r")).toMatchObject({ id: "r" });
  expect(await forgetRun(board, "r")).toBeUndefined();
  expect([board.unfinished.size, board.failed.get("j")]).toEqual([0, [{ after: "f" }]]);
});

test.each([
  ["gave nothing up", { failed: [] }, [{ after: "before" }]],
  ["did only those", { failed: [{ after: "f" }], onlyFailed: true }, [{ after: "before" }]],
  ["knows others", { failed: [{ after: "f" }] }, [{ after: "f" }]],
])(
  "what failed in the run before is kept where a run is forgotten that %s",
  async (_, run, want) => {
    const { board } = stage([], 0);
    board.failed.set("j", [{ after: "before" }]);
    await opened(board, run);
    await forgetRun(board, "r");
    expect(await board.failedOf("j")).toEqual(want);
  },
);

test("whoever stops to read leaves the job to others", async () => {
  const { board, coordination } = stage(KEYS, 0);
  for await (const event of leadWatched(coordination)) {
    expect([event.type, board.claimed.size]).toEqual(["started", 1]);
    break;
  }
  expect(board.claimed.size).toBe(0);
});
