import { expect, test } from "vitest";
import { stage, type Stage } from "./stage.ts";

const ONLY_PICTURES = {
  delete: true,
  filters: [
    { kind: "exclude", pattern: "*" },
    { kind: "include", pattern: "*.jpg" },
  ],
} as const;

/** A run that looks at the source once more before it deletes: nothing was transferred that the filters leave. */
function beforeDeletions(): Stage {
  const staged = stage(["a.txt"]);
  staged.cloud.bucket("to").seed("in/a.jpg", "x");
  return staged;
}

test("ctrl-c while the source is looked at before deletions stops the run, and it goes on", async () => {
  const { cloud, board, run } = beforeDeletions();
  const interrupted = new AbortController();
  const { signal } = interrupted;
  const openSource = (): Promise<never> => {
    interrupted.abort();
    return Promise.reject(signal.reason as Error);
  };
  const stopped = await run(ONLY_PICTURES, { signal, openSource });
  expect(stopped.exitCode).toBe(130);
  expect(stopped.events.slice(-3).map(({ type }) => type)).toEqual([
    "cancelled",
    "resumable",
    "done",
  ]);
  cloud.bucket("from").seed("b.jpg", "x");
  const [goesOnWith] = (await board.runs()).map(({ id }) => id);
  expect(await run(ONLY_PICTURES, { goesOnWith })).toMatchObject({ exitCode: 0 });
  expect(cloud.bucket("to").keys()).toEqual(["in/b.jpg"]);
});

test("a passing fault of that look ends the process, and leaves the run to whoever goes on", async () => {
  const { cloud, board, run } = beforeDeletions();
  const openSource = (): Promise<never> => Promise.reject(new Error("read ECONNRESET"));
  const { exitCode, events } = await run(ONLY_PICTURES, { openSource });
  expect(exitCode).toBe(1);
  expect(events.slice(-3)).toMatchObject([
    { type: "fatal", error: { message: "read ECONNRESET" } },
    { type: "resumable" },
    { type: "done" },
  ]);
  expect([board.unfinished.size, board.held.size, board.claimed.size]).toEqual([1, 1, 0]);
  expect(cloud.bucket("to").keys()).toEqual(["in/a.jpg"]);
});

test("failed ranges whose source is gone where the run is led are told of from there", async () => {
  const { cloud, board, run } = stage([]);
  board.failed.set("the job", [{ after: "b", through: "z" }]);
  cloud.bucket("to").seed("in/c", "x");
  const led = { onlyFailed: true, isSourceThere: () => Promise.resolve(false) };
  const { exitCode, events } = await run({ delete: true }, led);
  expect([exitCode, cloud.bucket("to").keys()]).toEqual([1, ["in/c"]]);
  const fatal = events.find(({ type }) => type === "fatal");
  expect(fatal).toMatchObject({
    error: { message: expect.stringContaining("is empty or gone as seen from here") as string },
  });
});
